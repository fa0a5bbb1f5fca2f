"""`dreamkit layers`: what can be asked of a network."""

from __future__ import annotations

import click

from dreamkit.cli.context import Context, pass_context


@click.command()
@click.argument("net")
@click.argument("word", required=False)
@click.option("--backend", help="tensorflow, jax or torch.")
@pass_context
def command(context: Context, net: str, word: str | None, backend: str | None) -> None:
    """List the layers of NET, a network's name or a .keras file, or those whose names hold WORD.

    The shapes are those for a picture of the size that the network was trained on; the stride is how many pixels of
    the picture lie between two neighbours in the layer's map. Nothing is fetched for it.
    """
    from dreamkit.backend.choice import choose, wake
    from dreamkit.nets.find import spec_of
    from dreamkit.nets.loaded import LoadedNet
    from dreamkit.nets.net import Net

    if backend:
        choose(backend)
    own = net.endswith(".keras")
    spec = spec_of(Net(net, pixels="0..1") if own else Net(net, weights="random"), context.registry)
    wake()
    facts = [layer for layer in LoadedNet.of(spec).facts if word is None or word in layer.name]
    width = max((len(layer.name) for layer in facts), default=0)
    for layer in facts:
        shape = "x".join("?" if number is None else str(number) for number in layer.shape)
        stride = f"stride {layer.stride}" if layer.stride else ""
        words = f"{layer.name:<{width}}  {layer.kind:<24}{shape:<16}{layer.channels:>5} channels  {stride}"
        click.echo(words.rstrip())
    if spec.build_classifier is not None:
        click.echo("logits, probabilities: what the classifier answers, before and after its softmax")
