"""What is left when nothing but the convolutions and products of our step is computed.

Each of them stands in the step's own graph with its sizes; here each is computed as
often, alone, one after the other, on numbers that lie ready. That is the ceiling of a
step on this machine: no normalisation, no activation, no optimizer, no data. What a
step computes only now and then, by a condition, is left out.
"""

import functools

import keras
import tensorflow as tf

from benchmarks.steps.ours import gan_of

COUNTED = ("Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter", "MatMul")
TRANSPOSED, CONVOLVED = ("transpose_a", "transpose_b"), ("strides", "padding")


def ceiling(game):
    """Of the step in float32."""
    return computed(game)


def ceiling_bfloat16(game):
    """Of the step in mixed_bfloat16."""
    keras.mixed_precision.set_global_policy("mixed_bfloat16")
    return computed(game)


def computed(game):
    """A function that computes the products of so many steps."""
    products = [functools.partial(*product(op)) for op in operations(game)]

    @tf.function(autograph=False)
    def step():
        last = tf.zeros(())
        for compute in products:  # one after the other, each of them needed
            with tf.control_dependencies([last]):
                result = compute()
            last = tf.cast(tf.reshape(result, [-1])[0], "float32") + last
        return last

    def train(steps):
        for _ in range(steps):
            step().numpy()

    return train


def operations(game):
    """The nodes of one train step that count."""
    gan = gan_of(game)
    images = tf.TensorSpec((game.batch_size, *gan.image_shape))
    step = tf.function(gan.train_step, autograph=False)
    graph = step.get_concrete_function(images).graph
    return [op for op in needed(graph) if op.type in COUNTED]


def needed(graph):
    """The nodes on which what a function returns or assigns depends: TensorFlow leaves
    out the others, such as gradients that nobody asks for.
    """
    waiting = [tensor.op for tensor in graph.outputs] + list(graph.control_outputs)
    found = {}
    while waiting:
        op = waiting.pop()
        if op.name not in found:
            found[op.name] = op
            waiting += [tensor.op for tensor in op.inputs] + list(op.control_inputs)
    return found.values()


def product(op):
    """An operation and its inputs: sizes as they stand in the graph, numbers of noise.

    Returns:
        a function and its arguments.
    """
    names = TRANSPOSED if op.type == "MatMul" else CONVOLVED
    how = {name: attribute(op, name) for name in names}
    function = functools.partial(getattr(tf.raw_ops, op.type), **how)
    sizes = {"Conv2DBackpropInput": 0, "Conv2DBackpropFilter": 1}.get(op.type)
    inputs = [
        size_of(op, tensor) if i == sizes else noise(tensor)
        for i, tensor in enumerate(op.inputs)
    ]
    return called(function, ARGUMENTS[op.type]), *inputs


ARGUMENTS = {
    "MatMul": ("a", "b"),
    "Conv2D": ("input", "filter"),
    "Conv2DBackpropInput": ("input_sizes", "filter", "out_backprop"),
    "Conv2DBackpropFilter": ("input", "filter_sizes", "out_backprop"),
}


def called(function, names):
    return lambda *inputs: function(**dict(zip(names, inputs, strict=True)))


def attribute(op, name):
    value = op.get_attr(name)
    return value.decode() if isinstance(value, bytes) else value


def noise(tensor):
    return tf.Variable(tf.cast(tf.random.normal(tensor.shape), tensor.dtype))


def size_of(op, tensor):
    """The sizes of what a gradient is taken of, known from what comes out."""
    return tf.constant(op.outputs[0].shape.as_list(), tensor.dtype)
