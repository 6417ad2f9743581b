-- What became of each file of a folder run. Paths are bytes, as the file system has them.
CREATE TABLE IF NOT EXISTS runs (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,      -- ISO 8601
    options TEXT NOT NULL,      -- hash of `described`
    described TEXT NOT NULL     -- version, options, hashes of models, dictionaries and rules (JSON)
);
CREATE TABLE IF NOT EXISTS files (
    source BLOB PRIMARY KEY,    -- the input, as an absolute path
    name BLOB NOT NULL,         -- where it lies below the folder that was named
    run INTEGER NOT NULL REFERENCES runs (id),
    options TEXT NOT NULL,      -- as in `runs`
    state TEXT NOT NULL,        -- started, careful, done
    size INTEGER,               -- the input's bytes
    mtime REAL,                 -- when it was changed, seconds since 1970
    sha256 TEXT,                -- hash of the input's bytes, '' where they were not read
    outcome TEXT,
    record TEXT                 -- the whole result (JSON)
);
CREATE TABLE IF NOT EXISTS outputs (
    path BLOB PRIMARY KEY,      -- below the output folder
    source BLOB NOT NULL,       -- the input that it is made from
    size INTEGER,               -- NULL until it is written
    sha256 TEXT
);
