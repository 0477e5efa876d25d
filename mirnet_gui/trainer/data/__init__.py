"""Training patches: pairs on disk, and pairs made from clean photographs."""
