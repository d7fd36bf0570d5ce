"""Objects of one's own hear and log what they say, and else what the base says."""

import keras_gans as kg
from contracts import batch_for, mlp, play
from keras_gans.engine.listener import Listener, listening


class Brighter:
    """An augmentation that only changes images."""

    def __call__(self, images, seed):
        return images + 0.1


class Curious(Brighter):
    """One that counts how often it was told, and logs it."""

    logged = ("told",)

    def __init__(self):
        self.count = 0

    def observe(self, real_scores, fake_scores):
        assert len(real_scores) == len(fake_scores) == 8
        self.count += 1

    def logs(self):
        return {"told": float(self.count)}


def test_what_an_object_does_not_say_is_as_in_the_base():
    heard = listening(Brighter())
    assert heard.logged == () and heard.logs() == {} and not heard.needs_accuracy
    assert heard.observe(None, None) is None


def test_ones_own_augmentation_hears_and_logs():
    own = Curious()
    gan = play(mlp(), augment=[Brighter(), own], run_eagerly=True)
    for _ in range(2):
        logs = gan.train_on_batch(batch_for(gan), return_dict=True)
    assert own.count == logs["told"] == 2
    assert gan.augment[1] is own


def test_every_listener_of_the_library_is_one():
    things = [kg.turns.Turns(), kg.augment.AdaptiveAugment(), kg.augment.DiffAugment()]
    assert all(listening(thing) is thing for thing in things)
    assert issubclass(kg.augment.Augmentation, Listener)
