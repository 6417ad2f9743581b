-- The store of a review, version 5 (PRAGMA user_version). Texts are UTF-8 blobs that may hold lone
-- surrogates, paths are blobs of the file system's bytes: both may be what TEXT cannot hold.

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL,              -- absolute; several rows where the text has changed since
    name BLOB NOT NULL,              -- as the user named it, for messages and correction files
    state TEXT NOT NULL,             -- queued, proposing, ready, failed, replaced
    message TEXT NOT NULL DEFAULT '',-- why it failed
    owner TEXT NOT NULL DEFAULT '',  -- host:process that proposes
    changed TEXT NOT NULL,           -- when the state changed
    bytes TEXT NOT NULL DEFAULT '',  -- sha256 of the file
    sha256 TEXT NOT NULL DEFAULT '', -- of the text
    reader TEXT NOT NULL DEFAULT '',
    reader_version TEXT NOT NULL DEFAULT '',
    models TEXT NOT NULL DEFAULT '{}',
    text BLOB NOT NULL DEFAULT '',
    pages INTEGER NOT NULL DEFAULT 0,
    cause TEXT NOT NULL DEFAULT '',  -- a key of why it failed: `records.Cause`
    unasked REAL NOT NULL DEFAULT 0  -- mistakes that are expected where nothing is asked
);
CREATE INDEX documents_path ON documents (path);
CREATE INDEX documents_sha256 ON documents (sha256);

-- Where words stand: one row for each page of a document with geometry.
CREATE TABLE pages (
    document INTEGER NOT NULL REFERENCES documents (id),
    number INTEGER NOT NULL,
    width REAL NOT NULL,
    height REAL NOT NULL,
    unit TEXT NOT NULL,
    rotation INTEGER NOT NULL,
    words TEXT NOT NULL,             -- JSON: [[start, end, x0, y0, x1, y1], ...]
    PRIMARY KEY (document, number)
) WITHOUT ROWID;

-- What is proposed. The columns from `status` on are what the decisions amount to; they are written
-- in the same transaction as a decision, so that the queue need not work them out.
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id),
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    before BLOB NOT NULL,
    after BLOB NOT NULL,
    fixer TEXT NOT NULL,             -- 'reviewer' for what a person has found
    damage TEXT NOT NULL,            -- what the detectors say of the line
    confidence REAL NOT NULL,
    safety TEXT NOT NULL,
    reason TEXT NOT NULL,
    alternatives TEXT NOT NULL,      -- JSON
    box TEXT NOT NULL DEFAULT '',    -- of an added line: JSON, where it stands on its page
    second TEXT NOT NULL DEFAULT '', -- JSON: what was read again there: text, confidence, engine
    series TEXT NOT NULL,            -- the same for the same change with the same likely alternative
    gain REAL NOT NULL,              -- how likely a decision here takes an error away
    wrong REAL NOT NULL DEFAULT 0,   -- how likely what stands here undecided is wrong
    status TEXT NOT NULL DEFAULT 'proposed',
    decided BLOB NOT NULL DEFAULT '',-- the text that the decision puts there
    reviewer TEXT NOT NULL DEFAULT '',
    time TEXT NOT NULL DEFAULT '',
    conflict INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX corrections_place ON corrections (document, line, start);
CREATE INDEX corrections_series ON corrections (series);
CREATE INDEX corrections_asked ON corrections (safety, status, series, confidence, document, fixer);
CREATE INDEX corrections_standing
    ON corrections (document, status, safety, fixer, conflict, wrong);
CREATE INDEX corrections_conflict ON corrections (conflict) WHERE conflict;

-- Who decided what and when. Rows are only added; an undone one is marked and stays.
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    action INTEGER NOT NULL,         -- the same for all that one key press decided
    correction INTEGER NOT NULL REFERENCES corrections (id),
    reviewer TEXT NOT NULL,
    time TEXT NOT NULL,              -- ISO 8601, UTC
    status TEXT NOT NULL,            -- accepted, rejected, edited
    before BLOB NOT NULL,
    after BLOB NOT NULL,             -- what stands there now; `before` where rejected
    via TEXT NOT NULL DEFAULT '',    -- series, 'replaced' by an edit around it, 'import', or ''
    settles INTEGER NOT NULL DEFAULT 0, -- ends a disagreement: earlier decisions count no more
    undone TEXT NOT NULL DEFAULT ''  -- when it was taken back
);
CREATE INDEX decisions_correction ON decisions (correction);
CREATE INDEX decisions_reviewer ON decisions (reviewer, action);

-- How sure the corrections were that a lesson had made before it was taken back.
CREATE TABLE unlearned (
    correction INTEGER PRIMARY KEY REFERENCES corrections (id),
    confidence REAL NOT NULL,
    gain REAL NOT NULL,
    wrong REAL NOT NULL
);

-- What was written: a file that has these bytes still may be replaced.
CREATE TABLE outputs (
    path BLOB NOT NULL,              -- absolute
    source BLOB NOT NULL,            -- path of the document that it is made from
    sha256 TEXT NOT NULL,            -- of its bytes
    PRIMARY KEY (path, source, sha256)
) WITHOUT ROWID;
