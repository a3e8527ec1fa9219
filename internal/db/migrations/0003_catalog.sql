-- +goose Up

CREATE TABLE term (
  id          TEXT COLLATE "C" NOT NULL,           -- a code, readable: misinformation
  district    TEXT COLLATE "C" NOT NULL REFERENCES district (id),
  label_en    TEXT NOT NULL,
  label_es    TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('used', 'merged', 'removed')),
  merged_into TEXT COLLATE "C",                    -- the term that took its place
  created_at  BIGINT NOT NULL,
  PRIMARY KEY (district, id)
);

CREATE TABLE term_name (                           -- labels and synonyms, all by which a term is found
  district   TEXT COLLATE "C" NOT NULL,
  name_key   TEXT COLLATE "C" NOT NULL,            -- folded
  name       TEXT NOT NULL,
  language   TEXT NOT NULL,
  term       TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (district, name_key, term),
  FOREIGN KEY (district, term) REFERENCES term (district, id)
);
CREATE INDEX term_name_term ON term_name (district, term);

CREATE TABLE term_proposal (
  id          TEXT COLLATE "C" NOT NULL,
  district    TEXT COLLATE "C" NOT NULL REFERENCES district (id),
  name        TEXT NOT NULL,
  name_key    TEXT COLLATE "C" NOT NULL,
  person      TEXT COLLATE "C" NOT NULL,
  resource    TEXT COLLATE "C" NOT NULL,           -- empty: for none in particular
  state       TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'declined')),
  term        TEXT COLLATE "C",                    -- what it became
  created_at  BIGINT NOT NULL,
  decided_at  BIGINT,
  decided_by  TEXT COLLATE "C",
  PRIMARY KEY (district, id)
);
CREATE INDEX term_proposal_waiting ON term_proposal (district, state, created_at);

CREATE TABLE block (
  district  TEXT COLLATE "C" NOT NULL,
  hash      TEXT COLLATE "C" NOT NULL,
  kind      TEXT COLLATE "C" NOT NULL,
  body      TEXT NOT NULL,                         -- JSON
  PRIMARY KEY (district, hash)
);

CREATE TABLE resource (
  id            TEXT COLLATE "C" NOT NULL,
  district      TEXT COLLATE "C" NOT NULL REFERENCES district (id),
  school        TEXT COLLATE "C" NOT NULL,         -- whose it is: the school's, never the person's
  state         TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
  visibility    TEXT COLLATE "C" NOT NULL CHECK (visibility IN ('school', 'district', 'consortium', 'public')),
  head          TEXT COLLATE "C",                  -- the newest version; null for a draft that was never shared
  about         TEXT COLLATE "C",                  -- block hash of what the head says of itself
  title_key     TEXT COLLATE "C" NOT NULL,         -- folded, for order
  revision      BIGINT NOT NULL,                   -- grows with every change a reader could see
  core          TEXT COLLATE "C",                  -- the resource it adapts
  core_version  TEXT COLLATE "C",                  -- the core's version it has taken up
  created_by    TEXT COLLATE "C" NOT NULL,
  created_at    BIGINT NOT NULL,
  shared_at     BIGINT,                            -- first published
  changed_at    BIGINT NOT NULL,
  retired_at    BIGINT,
  retired_by    TEXT COLLATE "C",
  retire_reason TEXT NOT NULL,
  import        TEXT COLLATE "C",                  -- the import that made it
  PRIMARY KEY (district, id),
  UNIQUE (id),
  FOREIGN KEY (district, school) REFERENCES school (district, id),
  FOREIGN KEY (district, created_by) REFERENCES person (district, id)
);
CREATE INDEX resource_new ON resource (district, state, shared_at);
CREATE INDEX resource_school ON resource (district, school, state);
CREATE INDEX resource_import ON resource (district, import) WHERE import IS NOT NULL;
CREATE INDEX resource_core ON resource (district, core) WHERE core IS NOT NULL;

CREATE TABLE version (
  id        TEXT COLLATE "C" NOT NULL,
  district  TEXT COLLATE "C" NOT NULL,
  resource  TEXT COLLATE "C" NOT NULL,
  parent    TEXT COLLATE "C",
  second    TEXT COLLATE "C",                      -- the other parent where two lines were joined
  number    BIGINT NOT NULL,                       -- 1, 2, 3 along the resource
  author    TEXT COLLATE "C" NOT NULL,
  school    TEXT COLLATE "C" NOT NULL,             -- for which the author wrote
  at        BIGINT NOT NULL,
  reason    TEXT NOT NULL,
  manifest  TEXT NOT NULL,                         -- "key hash" lines, what it is about first
  PRIMARY KEY (district, id),
  UNIQUE (district, resource, number),
  FOREIGN KEY (district, resource) REFERENCES resource (district, id),
  FOREIGN KEY (district, author) REFERENCES person (district, id)
);

CREATE TABLE head_block (
  district  TEXT COLLATE "C" NOT NULL,
  resource  TEXT COLLATE "C" NOT NULL,
  place     BIGINT NOT NULL,                       -- 0 is what it is about
  key       TEXT COLLATE "C" NOT NULL,
  hash      TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (district, resource, place),
  FOREIGN KEY (district, resource) REFERENCES resource (district, id),
  FOREIGN KEY (district, hash) REFERENCES block (district, hash)
) /* WITHOUT ROWID */;

CREATE TABLE head_link (                           -- what a head points to: canonical addresses, ISBNs, files
  district  TEXT COLLATE "C" NOT NULL,
  resource  TEXT COLLATE "C" NOT NULL,
  kind      TEXT COLLATE "C" NOT NULL CHECK (kind IN ('link', 'isbn', 'file', 'text')),
  target    TEXT COLLATE "C" NOT NULL,
  key       TEXT COLLATE "C" NOT NULL,             -- of the block
  PRIMARY KEY (district, resource, kind, target, key),
  FOREIGN KEY (district, resource) REFERENCES resource (district, id)
) /* WITHOUT ROWID */;
CREATE INDEX head_link_target ON head_link (district, kind, target);

CREATE TABLE draft (
  id          TEXT COLLATE "C" NOT NULL,
  district    TEXT COLLATE "C" NOT NULL,
  resource    TEXT COLLATE "C" NOT NULL,
  person      TEXT COLLATE "C" NOT NULL,           -- whose it is; a school's media specialists share one that was handed over
  school      TEXT COLLATE "C" NOT NULL,
  handed_over BOOLEAN NOT NULL,
  base        TEXT COLLATE "C",                    -- the version it began from; null for a new resource
  form        TEXT NOT NULL,                       -- JSON of what was typed, also what is not valid yet
  saves       BIGINT NOT NULL,                     -- counts up, so that a second tab is noticed
  changed_at  BIGINT NOT NULL,
  PRIMARY KEY (district, id),
  UNIQUE (district, resource, person),
  FOREIGN KEY (district, resource) REFERENCES resource (district, id),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);
CREATE INDEX draft_person ON draft (district, person, changed_at);

CREATE TABLE note (                                -- a colleague's line under a resource
  id          TEXT COLLATE "C" NOT NULL,
  district    TEXT COLLATE "C" NOT NULL,
  resource    TEXT COLLATE "C" NOT NULL,
  person      TEXT COLLATE "C" NOT NULL,
  school      TEXT COLLATE "C" NOT NULL,
  text        TEXT NOT NULL,
  at          BIGINT NOT NULL,
  removed_at  BIGINT,
  removed_by  TEXT COLLATE "C",                    -- who may put it back, beside a coordinator
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, resource) REFERENCES resource (district, id),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);
CREATE INDEX note_resource ON note (district, resource, at);

CREATE TABLE share_link (                          -- opens one resource to whoever holds it
  token_hash  BYTEA NOT NULL PRIMARY KEY,
  id          TEXT COLLATE "C" NOT NULL,
  district    TEXT COLLATE "C" NOT NULL,
  resource    TEXT COLLATE "C" NOT NULL,
  person      TEXT COLLATE "C" NOT NULL,
  purpose     TEXT NOT NULL,                       -- what it is for, to tell links apart; may be empty
  created_at  BIGINT NOT NULL,
  closed_at   BIGINT,
  closed_by   TEXT COLLATE "C",
  UNIQUE (id),
  FOREIGN KEY (district, resource) REFERENCES resource (district, id),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);
CREATE INDEX share_link_resource ON share_link (district, resource);

CREATE TABLE file (
  district    TEXT COLLATE "C" NOT NULL,
  hash        TEXT COLLATE "C" NOT NULL,
  media_type  TEXT NOT NULL,
  size        BIGINT NOT NULL,
  width       BIGINT NOT NULL,
  height      BIGINT NOT NULL,
  person      TEXT COLLATE "C" NOT NULL,
  created_at  BIGINT NOT NULL,
  PRIMARY KEY (district, hash),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);

-- +goose Down
DROP TABLE file;
DROP TABLE share_link;
DROP TABLE note;
DROP TABLE draft;
DROP TABLE head_link;
DROP TABLE head_block;
DROP TABLE version;
DROP TABLE resource;
DROP TABLE block;
DROP TABLE term_proposal;
DROP TABLE term_name;
DROP TABLE term;
