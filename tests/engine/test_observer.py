import inspect

import keras

import keras_gans as kg
from keras_gans.engine.observer import Observer


def test_a_plain_one_adds_no_logs():
    plain = Observer()
    assert isinstance(plain, keras.callbacks.Callback)
    assert plain.logged == () and plain.directions == {} and plain.measured


def test_every_callback_of_the_library_says_which_logs_it_adds():
    named = [getattr(kg.callbacks, name) for name in dir(kg.callbacks)]
    classes = [c for c in named if inspect.isclass(c)]
    callbacks = [c for c in classes if issubclass(c, keras.callbacks.Callback)]
    assert len(callbacks) > 5 and all(issubclass(c, Observer) for c in callbacks)
