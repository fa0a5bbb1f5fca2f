"""The networks of `keras.applications`, as a table, so that listing them does not wake Keras."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_TF: Final = "_weights_tf_dim_ordering_tf_kernels"


class Application(NamedTuple):
    """One network of `keras.applications`.

    Args:
        function: what makes it.
        pixels: the side of the pictures that it was trained on.
        millions: of weights, without the classifier; 4 bytes each.
        file: what Keras calls those weights when it keeps them.
    """

    function: str
    pixels: int
    millions: float
    file: str


APPLICATIONS: Final = {
    "convnext_base": Application("ConvNeXtBase", 224, 87.6, "convnext_base_notop.h5"),
    "convnext_large": Application("ConvNeXtLarge", 224, 196.2, "convnext_large_notop.h5"),
    "convnext_small": Application("ConvNeXtSmall", 224, 49.5, "convnext_small_notop.h5"),
    "convnext_tiny": Application("ConvNeXtTiny", 224, 27.8, "convnext_tiny_notop.h5"),
    "convnext_xlarge": Application("ConvNeXtXLarge", 224, 348.1, "convnext_xlarge_notop.h5"),
    "densenet121": Application("DenseNet121", 224, 7.0, f"densenet121{_TF}_notop.h5"),
    "densenet169": Application("DenseNet169", 224, 12.6, f"densenet169{_TF}_notop.h5"),
    "densenet201": Application("DenseNet201", 224, 18.3, f"densenet201{_TF}_notop.h5"),
    "efficientnet_b0": Application("EfficientNetB0", 224, 4.0, "efficientnetb0_notop.h5"),
    "efficientnet_b1": Application("EfficientNetB1", 240, 6.6, "efficientnetb1_notop.h5"),
    "efficientnet_b2": Application("EfficientNetB2", 260, 7.8, "efficientnetb2_notop.h5"),
    "efficientnet_b3": Application("EfficientNetB3", 300, 10.8, "efficientnetb3_notop.h5"),
    "efficientnet_b4": Application("EfficientNetB4", 380, 17.7, "efficientnetb4_notop.h5"),
    "efficientnet_b5": Application("EfficientNetB5", 456, 28.5, "efficientnetb5_notop.h5"),
    "efficientnet_b6": Application("EfficientNetB6", 528, 41.0, "efficientnetb6_notop.h5"),
    "efficientnet_b7": Application("EfficientNetB7", 600, 64.1, "efficientnetb7_notop.h5"),
    "efficientnet_v2_b0": Application("EfficientNetV2B0", 224, 5.9, "efficientnetv2-b0_notop.h5"),
    "efficientnet_v2_b1": Application("EfficientNetV2B1", 240, 6.9, "efficientnetv2-b1_notop.h5"),
    "efficientnet_v2_b2": Application("EfficientNetV2B2", 260, 8.8, "efficientnetv2-b2_notop.h5"),
    "efficientnet_v2_b3": Application("EfficientNetV2B3", 300, 12.9, "efficientnetv2-b3_notop.h5"),
    "efficientnet_v2_l": Application("EfficientNetV2L", 480, 117.7, "efficientnetv2-l_notop.h5"),
    "efficientnet_v2_m": Application("EfficientNetV2M", 480, 53.2, "efficientnetv2-m_notop.h5"),
    "efficientnet_v2_s": Application("EfficientNetV2S", 384, 20.3, "efficientnetv2-s_notop.h5"),
    "inception_resnet_v2": Application("InceptionResNetV2", 299, 54.3, f"inception_resnet_v2{_TF}_notop.h5"),
    "inception_v3": Application("InceptionV3", 299, 21.8, f"inception_v3{_TF}_notop.h5"),
    "mobilenet": Application("MobileNet", 224, 3.2, "mobilenet_1_0_224_tf_no_top.h5"),
    "mobilenet_v2": Application("MobileNetV2", 224, 2.3, f"mobilenet_v2{_TF}_1.0_224_no_top.h5"),
    "mobilenet_v3_large": Application(
        "MobileNetV3Large", 224, 3.0, "weights_mobilenet_v3_large_224_1.0_float_no_top_v2.h5"
    ),
    "mobilenet_v3_small": Application(
        "MobileNetV3Small", 224, 0.9, "weights_mobilenet_v3_small_224_1.0_float_no_top_v2.h5"
    ),
    "nasnet_large": Application("NASNetLarge", 331, 84.9, "nasnet_large_no_top.h5"),
    "nasnet_mobile": Application("NASNetMobile", 224, 4.3, "nasnet_mobile_no_top.h5"),
    "resnet101": Application("ResNet101", 224, 42.7, f"resnet101{_TF}_notop.h5"),
    "resnet101_v2": Application("ResNet101V2", 224, 42.6, f"resnet101v2{_TF}_notop.h5"),
    "resnet152": Application("ResNet152", 224, 58.4, f"resnet152{_TF}_notop.h5"),
    "resnet152_v2": Application("ResNet152V2", 224, 58.3, f"resnet152v2{_TF}_notop.h5"),
    "resnet50": Application("ResNet50", 224, 23.6, f"resnet50{_TF}_notop.h5"),
    "resnet50_v2": Application("ResNet50V2", 224, 23.6, f"resnet50v2{_TF}_notop.h5"),
    "vgg16": Application("VGG16", 224, 14.7, f"vgg16{_TF}_notop.h5"),
    "vgg19": Application("VGG19", 224, 20.0, f"vgg19{_TF}_notop.h5"),
    "xception": Application("Xception", 299, 20.9, f"xception{_TF}_notop.h5"),
}
"""Every network of `keras.applications`, by the name that a recipe calls it; a test holds it against Keras."""


def tidy_name(function: str) -> str:
    """What a recipe calls the network that a function of `keras.applications` makes.

    >>> [tidy_name(f) for f in ("VGG16", "ResNet50V2", "MobileNetV3Small", "ConvNeXtTiny", "InceptionResNetV2")]
    ['vgg16', 'resnet50_v2', 'mobilenet_v3_small', 'convnext_tiny', 'inception_resnet_v2']
    """
    words = re.sub("Net|NeXt", lambda match: match[0].lower(), function)
    return re.sub("(?<=[a-z0-9])(?=[A-Z])", "_", words).lower()
