"""The region pack: a folder that says all a county brings to Lianfang. See docs/region-packs.md."""
