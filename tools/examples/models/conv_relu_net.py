"""A small QNN net JSON with solved values, in the shape converters write.

Input, Conv2d, Relu, Conv2d, Convert to 16 bits, Sigmoid. Layouts are QNN's: NHWC
activations, HWIO weights, so output channels are axis 3.
"""

from __future__ import annotations

import json
from typing import Any

Tensor = dict[str, Any]

UINT_32 = 306
SFIXED_8, SFIXED_32 = 776, 818
UFIXED_8, UFIXED_16 = 1032, 1046
FLOAT_32 = 562
APP_WRITE, APP_READ, NATIVE, STATIC = 0, 1, 3, 4
BITS = {SFIXED_8: 8, SFIXED_32: 32, UFIXED_8: 8, UFIXED_16: 16}
UNDEFINED = 0x7FFFFFFF

IMAGE_SCALE, HIDDEN_SCALE, LOGIT_SCALE = 0.0078125, 0.0235294, 0.046875


def build() -> dict[str, Any]:
    first, second = weight_scales(16, 0.0009765625), weight_scales(8, 0.001953125)
    tensors = {
        "input": activation(APP_WRITE, UFIXED_8, [1, 32, 32, 3], IMAGE_SCALE, -128),
        "conv1_weight": weights([3, 3, 3, 16], first),
        "conv1_bias": bias(first, IMAGE_SCALE),
        "conv1_out": activation(NATIVE, UFIXED_8, [1, 32, 32, 16], 0.0470588, -128),
        "relu_out": activation(NATIVE, UFIXED_8, [1, 32, 32, 16], HIDDEN_SCALE, 0),
        "conv2_weight": weights([1, 1, 16, 8], second),
        "conv2_bias": bias(second, HIDDEN_SCALE),
        "conv2_out": activation(NATIVE, UFIXED_8, [1, 32, 32, 8], LOGIT_SCALE, -128),
        "convert_out": activation(NATIVE, UFIXED_16, [1, 32, 32, 8], LOGIT_SCALE / 256, -32768),
        "output": activation(APP_READ, UFIXED_16, [1, 32, 32, 8], 1 / 65536, 0),
    }
    nodes = {
        "conv1": conv("conv1", ["input", "conv1_weight", "conv1_bias"], "conv1_out", padding=1),
        "relu": node("Relu", ["conv1_out"], "relu_out"),
        "conv2": conv("conv2", ["relu_out", "conv2_weight", "conv2_bias"], "conv2_out", padding=0),
        "convert": node("Convert", ["conv2_out"], "convert_out"),
        "sigmoid": node("Sigmoid", ["convert_out"], "output"),
    }
    for number, tensor in enumerate(tensors.values(), start=1):
        tensor["id"] = number
    return {
        "model.cpp": "N/A",
        "model.bin": "N/A",
        "converter_command": "",
        "copyright_str": "",
        "op_types": sorted({entry["type"] for entry in nodes.values()}),
        "graph": {"tensors": tensors, "nodes": nodes},
    }


def weight_scales(count: int, step: float) -> list[float]:
    """Plausible per-channel scales: close to each other, none equal to its neighbour."""
    return [round(step * (1 + (channel * 7 % 11) / 8), 10) for channel in range(count)]


def scale_offset(data_type: int, scale: float, offset: int) -> dict[str, Any]:
    bits = BITS[data_type]
    low = -(2 ** (bits - 1)) if data_type in (SFIXED_8, SFIXED_32) else 0
    return {
        "bitwidth": bits,
        "minimum": scale * (low + offset),
        "maximum": scale * (low + 2**bits - 1 + offset),
        "scale": scale,
        "offset": offset,
        "is_symmetric": low < 0,
    }


def tensor(kind: int, data_type: int, dims: list[int], quant_params: dict[str, Any]) -> Tensor:
    return {
        "id": 0,
        "type": kind,
        "dataFormat": 0,
        "data_type": data_type,
        "unquantized_data_type": FLOAT_32,
        "dims": dims,
        "quant_params": quant_params,
    }


def activation(kind: int, data_type: int, dims: list[int], scale: float, offset: int) -> Tensor:
    solved = {"definition": 1, "encoding": 0, "scale_offset": scale_offset(data_type, scale, offset)}
    return tensor(kind, data_type, dims, solved) | {"axis_format": "NHWC"}


def per_axis(axis: int, data_type: int, scales: list[float]) -> dict[str, Any]:
    solved = [scale_offset(data_type, scale, 0) for scale in scales]
    values = {"axis": axis, "num_scale_offsets": len(solved), "scale_offsets": solved}
    return {"definition": 1, "encoding": 1, "axis_scale_offset": values}


def weights(dims: list[int], scales: list[float]) -> Tensor:
    count = dims[0] * dims[1] * dims[2] * dims[3]
    return tensor(STATIC, SFIXED_8, dims, per_axis(3, SFIXED_8, scales)) | {
        "axis_format": "HWIO",
        "params_count": str(count),
    }


def bias(scales: list[float], activation_scale: float) -> Tensor:
    product = [scale * activation_scale for scale in scales]
    return tensor(STATIC, SFIXED_32, [len(scales)], per_axis(0, SFIXED_32, product)) | {
        "params_count": str(len(scales))
    }


def node(kind: str, inputs: list[str], output: str, **params: Any) -> dict[str, Any]:
    return {
        "package": "qti.aisw",
        "type": kind,
        "input_names": inputs,
        "output_names": [output],
        "scalar_params": params.get("scalar_params", {}),
        "tensor_params": params.get("tensor_params", {}),
        "macs_per_inference": "",
    }


def conv(name: str, inputs: list[str], output: str, *, padding: int) -> dict[str, Any]:
    values: dict[str, list[Any]] = {
        "dilation": [1, 1],
        "pad_amount": [[padding, padding]] * 2,
        "stride": [1, 1],
    }
    tensor_params = {key: {f"{name}_{key}": parameter(value)} for key, value in values.items()}
    return node(
        "Conv2d", inputs, output, scalar_params={"group": {str(UINT_32): 1}}, tensor_params=tensor_params
    )


def parameter(data: list[Any]) -> Tensor:
    dims = [len(data), len(data[0])] if isinstance(data[0], list) else [len(data)]
    unquantized = {"definition": UNDEFINED, "encoding": UNDEFINED}
    return {
        "type": STATIC,
        "dataFormat": 0,
        "data_type": UINT_32,
        "dims": dims,
        "data": data,
        "quant_params": unquantized,
    }


def to_json(net: dict[str, Any]) -> str:
    """Indented, with everything that fits on a line on one line."""
    return _text(net, 0) + "\n"


def _text(value: Any, depth: int) -> str:
    flat = json.dumps(value, allow_nan=False)
    if len(flat) <= 150 or not isinstance(value, (dict, list)):
        return flat
    pad = "\n" + " " * (depth + 1)
    if isinstance(value, list):
        return "[" + pad + f",{pad}".join(_text(item, depth + 1) for item in value) + "]"
    return (
        "{"
        + pad
        + f",{pad}".join(f"{json.dumps(key)}: {_text(item, depth + 1)}" for key, item in value.items())
        + "}"
    )
