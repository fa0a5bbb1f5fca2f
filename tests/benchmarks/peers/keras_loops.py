"""Deep dream as the pages of Keras and TensorFlow have it, written from their algorithm, on the Keras model as it is.

Sources: keras.io, "Deep Dream" (Chollet 2016, 2020); tensorflow.org, "DeepDream" (tutorial, 2020).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from ..cases import CASES, RATE, Case, loaded, picture

Lap = tuple[Callable[[], Any], dict[str, Any]]

BORDER = 2
"""How many cells of each layer's border keras.io leaves out."""


def keras_io(case: str, eager: bool = False) -> Lap:
    """The page's step, compiled as it is there, or eager, as it is without its one decorator."""
    import tensorflow as tf

    chosen, look, image = _prepared(case)
    step = _keras_io_step(chosen, look)
    step = step if eager else tf.function(step)
    return _laps(lambda image: step(image, tf.constant(RATE)), image, 1 if eager else chosen.steps)


def tutorial(case: str) -> Lap:
    """TensorFlow's tutorial: the loop over the steps is compiled too, for any size, by the standard deviation."""
    import tensorflow as tf

    chosen, look, image = _prepared(case)

    def loss(image: Any) -> Any:
        return tf.reduce_sum([tf.math.reduce_mean(activation) for activation in look(image).values()])

    @tf.function(
        input_signature=[
            tf.TensorSpec((None, None, 3), tf.float32),
            tf.TensorSpec((), tf.int32),
            tf.TensorSpec((), tf.float32),
        ]
    )
    def ascend(image: Any, steps: Any, rate: Any) -> Any:
        score = tf.constant(0.0)
        for _ in tf.range(steps):
            with tf.GradientTape() as tape:
                tape.watch(image)
                score = loss(image[None])
            gradient = tape.gradient(score, image)
            gradient /= tf.math.reduce_std(gradient) + 1e-8
            image = tf.clip_by_value(image + gradient * rate, -1, 1)
        return score, image

    def lap() -> None:
        score, _ = ascend(image[0], tf.constant(chosen.steps), tf.constant(RATE))
        float(score)

    lap()
    return lap, {"steps": chosen.steps}


def keras_io_cold(case: str, octaves: int, steps: int) -> Lap:
    """The page's film of one frame from cold: its step is traced anew for every octave."""
    import tensorflow as tf

    chosen, look, image = _prepared(case)

    def lap() -> dict[str, float]:
        times, started = [], time.perf_counter()
        step = tf.function(_keras_io_step(chosen, look))
        for octave in reversed(range(octaves)):
            size = [round(side / 1.4**octave) for side in chosen.size]
            small = tf.image.resize(image, size)
            began = time.perf_counter()
            for index in range(steps):
                score, small = step(small, tf.constant(RATE))
                float(score)
                if index == 0:
                    times.append(time.perf_counter() - began)
        return {f"octave {number + 1}": took for number, took in enumerate(times)} | {
            "film": time.perf_counter() - started
        }

    return lap, {}


def _prepared(case: str) -> tuple[Case, Callable[[Any], dict[str, Any]], Any]:
    """The case, the model that gives its layers by name, and the photo as the network wants it.

    Both pages climb in the network's own numbers, so that no step prepares the picture.
    """
    from dreamkit.backend.choice import choose, wake

    choose("tensorflow")
    wake()
    import keras
    import tensorflow as tf

    chosen = CASES[case]
    net = loaded(chosen)
    net.model.trainable = True  # as it is on both pages; only the compiled graph leaves the unused gradients out
    outputs = {name: net.model.get_layer(name).output for name in chosen.layers}
    look = keras.Model(inputs=net.model.inputs, outputs=outputs)
    return chosen, look, net.spec.preprocess(tf.constant(picture(chosen.size)))


def _keras_io_step(case: Case, look: Callable[[Any], dict[str, Any]]) -> Callable[[Any, Any], tuple[Any, Any]]:
    import tensorflow as tf

    def loss(image: Any) -> Any:
        total = tf.zeros(())
        for name, activation in look(image).items():
            assert name in case.layers
            count = tf.reduce_prod(tf.cast(tf.shape(activation), "float32"))
            total += tf.reduce_sum(tf.square(activation[:, BORDER:-BORDER, BORDER:-BORDER, :])) / count
        return total

    def step(image: Any, rate: Any) -> tuple[Any, Any]:
        with tf.GradientTape() as tape:
            tape.watch(image)
            score = loss(image)
        gradient = tape.gradient(score, image)
        gradient /= tf.maximum(tf.reduce_mean(tf.abs(gradient)), 1e-6)
        return score, image + rate * gradient

    return step


def _laps(step: Callable[[Any], tuple[Any, Any]], image: Any, steps: int) -> Lap:
    def lap() -> None:
        climbed = image
        for _ in range(steps):
            score, climbed = step(climbed)
            float(score)

    lap()
    return lap, {"steps": steps}
