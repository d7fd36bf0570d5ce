"""Networks that play: a class that stands in `__all__` may be part of a preset."""

from keras_gans.networks.cycle import CycleDiscriminator, CycleGenerator
from keras_gans.networks.dcgan import DCGANDiscriminator, DCGANGenerator
from keras_gans.networks.dfgan import DFGANDiscriminator, DFGANGenerator
from keras_gans.networks.ensemble import Ensemble
from keras_gans.networks.inpainting import InpaintingUNet
from keras_gans.networks.mlp import MLPDiscriminator, MLPGenerator
from keras_gans.networks.patches import PatchDiscriminator
from keras_gans.networks.r3gan import R3GANDiscriminator, R3GANGenerator
from keras_gans.networks.sngan import SNGANDiscriminator, SNGANGenerator
from keras_gans.networks.srresnet import SRResNet
from keras_gans.networks.stylegan2_discriminator import StyleGAN2Discriminator
from keras_gans.networks.stylegan2_generator import StyleGAN2Generator
from keras_gans.networks.translation_resnet import TranslationResNet
from keras_gans.networks.unet import UNet
from keras_gans.networks.voxels import ViewToVoxels, VoxelDiscriminator, VoxelGenerator

__all__ = [
    "CycleDiscriminator",
    "CycleGenerator",
    "DCGANDiscriminator",
    "DCGANGenerator",
    "DFGANDiscriminator",
    "DFGANGenerator",
    "Ensemble",
    "InpaintingUNet",
    "MLPDiscriminator",
    "MLPGenerator",
    "PatchDiscriminator",
    "R3GANDiscriminator",
    "R3GANGenerator",
    "SNGANDiscriminator",
    "SNGANGenerator",
    "SRResNet",
    "StyleGAN2Discriminator",
    "StyleGAN2Generator",
    "TranslationResNet",
    "UNet",
    "ViewToVoxels",
    "VoxelDiscriminator",
    "VoxelGenerator",
]
