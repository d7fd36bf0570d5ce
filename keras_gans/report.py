"""Where `write_report` was until 0.1; it is `keras_gans.runs.write_report` now."""

import warnings


def __getattr__(name):
    if name != "write_report":
        raise AttributeError(f"module 'keras_gans.report' has no attribute {name!r}")
    from keras_gans import runs

    warnings.warn(
        "`keras_gans.report` goes away with the next release: use "
        f"`keras_gans.runs.{name}`.",
        DeprecationWarning,
        stacklevel=2,
    )
    return getattr(runs, name)
