"""Paths at which no regular file lies: makers of each kind."""

import os
import socket


def fifo(path):
    os.mkfifo(path)


def unix_socket(path):
    here = os.getcwd()
    os.chdir(path.parent)  # the names of sockets must be short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def linked_device(path):
    path.symlink_to("/dev/zero")
