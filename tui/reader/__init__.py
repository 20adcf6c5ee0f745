"""The pure model under the reading view: lines, layout, spans, motions, selection."""
