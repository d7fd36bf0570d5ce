"""How the page looks: the fonts of the system, nothing from elsewhere."""

SANS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
MONO = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]

CSS = """
.gradio-container { width: 100% !important; max-width: 66rem !important; }
.gradio-container { margin: 0 auto !important; }
main.contain { width: 100%; }
#title h1 { font-size: 1.5rem; margin: .4rem 0 0; overflow-wrap: anywhere; }
#title p { margin: .1rem 0 .4rem; }
#made img, #film img, #saw img, #many img { image-rendering: pixelated; }
#made img { max-width: 100%; max-height: min(28rem, 90vw); }
#made img { margin: 0 auto; object-fit: contain; }
#film img { max-width: 100%; max-height: 20rem; margin: 0 auto; object-fit: contain; }
#saw img { max-width: 100%; max-height: 6.5rem; object-fit: contain; }
#neighbours img { max-width: 100%; margin: 0 auto; object-fit: contain; }
#many .grid-wrap, #examples .grid-wrap { max-height: none; min-height: 0 !important; }
#many .grid-wrap, #examples .grid-wrap { overflow: visible; }
#examples .grid-container {
  grid-template-columns: repeat(4, minmax(0, 1fr)) !important; }
#examples button, #examples img { min-width: 0; max-width: 100%; aspect-ratio: 1; }
#examples button { height: auto; }
#examples .grid-container { grid-template-rows: none !important;
  grid-auto-rows: min-content !important; }
.hint p { margin: 0; }
#many .grid-container { grid-template-columns: repeat(4, minmax(0, 1fr)) !important; }
#many button, #many img { min-width: 0; max-width: 100%; }
#many .caption-label { display: none; }
#how h3, #how p, #beside h3, #beside p { margin: 0; }
.pair { align-items: end; }
.pair > button, #dice, #walk, #spin { min-height: 2.75rem; }
#where { font-size: .95rem; align-self: center; }
#where p { margin: 0; }
#about table { font-size: .85rem; }
#about table { display: block; overflow-x: auto; max-width: calc(100vw - 5rem); }
#about td, #about th { min-width: 5rem; }
button:focus-visible, input:focus-visible, textarea:focus-visible,
[role=option]:focus-visible { outline: 2px solid var(--color-accent) !important;
  outline-offset: 2px; }
"""


def theme(gr):
    """The theme of the page.

    Args:
        gr: the package gradio.
    """
    return gr.themes.Default(
        primary_hue="indigo", neutral_hue="slate", font=SANS, font_mono=MONO
    )
