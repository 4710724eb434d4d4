//! Parts that pages are made of. They draw plain data and know neither pages nor the engine.
