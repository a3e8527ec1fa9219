-- +goose Up

CREATE TABLE import (
  id          TEXT COLLATE "C" NOT NULL,
  district    TEXT COLLATE "C" NOT NULL,
  school      TEXT COLLATE "C" NOT NULL,
  person      TEXT COLLATE "C" NOT NULL,
  kind        TEXT COLLATE "C" NOT NULL,           -- csv, xlsx, jsonl, notion, bookmarks, links
  source      TEXT NOT NULL,                       -- name of the file, or what the person called it
  file        TEXT COLLATE "C" NOT NULL,           -- hash of the upload
  mapping     TEXT NOT NULL,                       -- JSON: column -> field
  state       TEXT COLLATE "C" NOT NULL CHECK (state IN ('preview', 'running', 'done', 'failed', 'undoing', 'undone', 'redoing')),
  trouble     TEXT NOT NULL,                       -- JSON: why it failed, as a message; empty: it did not
  until       BIGINT NOT NULL,                     -- until when whoever works at it holds it; then anyone may go on
  total       BIGINT NOT NULL,
  position    BIGINT NOT NULL,                     -- rows done; a job goes on from here
  imported    BIGINT NOT NULL,
  skipped     BIGINT NOT NULL,
  failed      BIGINT NOT NULL,
  created_at  BIGINT NOT NULL,
  ended_at    BIGINT,
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, school) REFERENCES school (district, id),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);
CREATE INDEX import_new ON import (district, school, created_at);

CREATE TABLE import_row (
  district  TEXT COLLATE "C" NOT NULL,
  import    TEXT COLLATE "C" NOT NULL,
  row_number BIGINT NOT NULL,
  place     TEXT NOT NULL,                         -- as the person finds it: "row 12", "Folder/Page"
  outcome   TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('imported', 'skipped', 'failed')),
  title     TEXT NOT NULL,
  resource  TEXT COLLATE "C" NOT NULL,             -- made or found; empty when neither
  message   TEXT NOT NULL,                         -- JSON: key of the catalog of messages and what fills its gaps
  source    TEXT COLLATE "C" NOT NULL,             -- with external: its identity, where one was made or found
  external  TEXT COLLATE "C" NOT NULL,
  kept      TEXT NOT NULL,                         -- JSON: why the last undo or redo left it as it was; empty: it did not
  PRIMARY KEY (district, import, row_number),
  FOREIGN KEY (district, import) REFERENCES import (district, id)
) /* WITHOUT ROWID */;

CREATE TABLE import_identity (                     -- what came from where, so that bringing it twice makes nothing new
  district  TEXT COLLATE "C" NOT NULL,
  school    TEXT COLLATE "C" NOT NULL,
  source    TEXT COLLATE "C" NOT NULL,             -- the list whose own ids these are; of what is known by itself, the kind of import
  external  TEXT COLLATE "C" NOT NULL,             -- the source's own id, or a hash
  resource  TEXT COLLATE "C" NOT NULL,
  title     TEXT NOT NULL,                         -- as the source called it last, and
  link      TEXT NOT NULL,                         -- its first address: an id may come to mean something else
  PRIMARY KEY (district, school, source, external),
  FOREIGN KEY (district, resource) REFERENCES resource (district, id)
) /* WITHOUT ROWID */;
CREATE INDEX import_identity_resource ON import_identity (district, resource);

CREATE TABLE import_mapping (                      -- how a source's columns were matched last time
  district  TEXT COLLATE "C" NOT NULL,
  school    TEXT COLLATE "C" NOT NULL,
  source    TEXT COLLATE "C" NOT NULL,             -- name of the list
  sheet     TEXT COLLATE "C" NOT NULL,             -- its table; empty where a file has only one
  mapping   TEXT NOT NULL,                         -- JSON: column -> field
  PRIMARY KEY (district, school, source, sheet),
  FOREIGN KEY (district, school) REFERENCES school (district, id)
);

-- +goose Down
DROP TABLE import_mapping;
DROP TABLE import_identity;
DROP TABLE import_row;
DROP TABLE import;
