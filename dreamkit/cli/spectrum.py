"""`dreamkit spectrum`: how loud each wave is in a folder of photos."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("spectrum")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("spectrum.npy"), show_default=True)
def command(folder: Path, output: Path) -> None:
    """Measure how loud each wave is in the photos of FOLDER, for Maco(spectrum="…")."""
    import io

    import numpy as np

    from dreamkit.errors import BadOutput, BadPicture
    from dreamkit.parameterizations.spectrum import SIDE, measured
    from dreamkit.pictures import PICTURE_ENDINGS
    from dreamkit.render.store import write_whole

    if output.suffix != ".npy":
        raise BadOutput(f"a spectrum's file ends in .npy, and {output} came")
    photos = sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURE_ENDINGS)
    if not photos:
        raise BadPicture(f"there is no picture in {folder}", hint=f"it looks for {', '.join(PICTURE_ENDINGS)}")
    spectrum = measured(photos)
    if not spectrum.all():
        raise BadPicture(f"the photos in {folder} say too little: they are plain, or smaller than {SIDE} pixels")
    file = io.BytesIO()
    np.save(file, spectrum)
    write_whole(output, file.getvalue())
    click.echo(f"{output}: the mean of {len(photos)} photo{'s' * (len(photos) > 1)}")
