-- +goose Up

CREATE TABLE district (
  id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name        TEXT NOT NULL,
  consortium  TEXT COLLATE "C" NOT NULL,          -- districts that share with each other have the same; empty: none
  time_zone   TEXT NOT NULL,                       -- IANA
  calling     TEXT NOT NULL,                       -- media_specialist or librarian
  locale      TEXT NOT NULL,
  public_on   BOOLEAN NOT NULL,                    -- public pages exist at all
  setup       TEXT NOT NULL,                       -- step of "Set up our shelf" to go on with; "done" afterwards
  created_at  BIGINT NOT NULL
);

CREATE TABLE school (
  id          TEXT COLLATE "C" NOT NULL,
  district    TEXT COLLATE "C" NOT NULL REFERENCES district (id),
  name        TEXT NOT NULL,
  short_name  TEXT NOT NULL,
  name_key    TEXT COLLATE "C" NOT NULL,           -- folded, for order and for finding
  grades      BIGINT NOT NULL,                     -- a set: bit 0 PreK, bit 1 K, bit 2 grade 1
  created_at  BIGINT NOT NULL,
  PRIMARY KEY (district, id),
  UNIQUE (district, name_key)
);

CREATE TABLE person (
  id           TEXT COLLATE "C" NOT NULL,
  district     TEXT COLLATE "C" NOT NULL REFERENCES district (id),
  name         TEXT NOT NULL,
  name_key     TEXT COLLATE "C" NOT NULL,
  mail         TEXT NOT NULL,                      -- as written; emptied some weeks after the person has left
  mail_key     TEXT COLLATE "C",                   -- folded; null once the person has left, so that it is free again
  locale       TEXT NOT NULL,                      -- empty: as the browser says
  coordinator  BOOLEAN NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('listed', 'invited', 'active', 'left')),
  demo         TEXT COLLATE "C",                   -- name on the demonstration's sign-in page; null elsewhere
  left_at      BIGINT,
  left_state   TEXT CHECK (left_state IN ('listed', 'invited', 'active')), -- what they were before they left
  created_at   BIGINT NOT NULL,
  PRIMARY KEY (district, id),
  UNIQUE (mail_key),
  UNIQUE (id)
);

CREATE TABLE membership (
  district  TEXT COLLATE "C" NOT NULL,
  person    TEXT COLLATE "C" NOT NULL,
  school    TEXT COLLATE "C" NOT NULL,
  role      TEXT NOT NULL CHECK (role IN ('media_specialist', 'teacher')),
  percent   BIGINT NOT NULL CHECK (percent BETWEEN 1 AND 100), -- of a full post at this school
  place     BIGINT NOT NULL,                       -- the person's own order of schools
  PRIMARY KEY (district, person, school),
  FOREIGN KEY (district, person) REFERENCES person (district, id),
  FOREIGN KEY (district, school) REFERENCES school (district, id)
);
CREATE INDEX membership_school ON membership (district, school);

CREATE TABLE session (
  token_hash  BYTEA NOT NULL PRIMARY KEY,          -- SHA-256 of the cookie's value
  id          TEXT COLLATE "C" NOT NULL,           -- names it on the coordinator's page without giving it away
  district    TEXT COLLATE "C" NOT NULL,
  person      TEXT COLLATE "C" NOT NULL,
  created_at  BIGINT NOT NULL,
  expires_at  BIGINT NOT NULL,
  UNIQUE (id),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);
CREATE INDEX session_person ON session (district, person);
CREATE INDEX session_end ON session (expires_at);

CREATE TABLE sign_in_link (
  request     TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- the page on which the six digits may be typed
  purpose     TEXT NOT NULL CHECK (purpose IN ('sign_in', 'invitation', 'set_up')),
  district    TEXT COLLATE "C",                    -- null: of nobody here, or the set-up of a district yet to be named
  person      TEXT COLLATE "C",
  mail_key    TEXT COLLATE "C" NOT NULL,           -- the address that asked, whether it is known here or not
  locale      TEXT NOT NULL,                       -- of the page on which it was asked
  token_hash  BYTEA,                               -- null until the letter is written
  code_hash   BYTEA,                               -- of the six digits and the request; null where there are none
  tries       BIGINT NOT NULL,                     -- wrong digits so far
  next_path   TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  expires_at  BIGINT NOT NULL,
  used_at     BIGINT,
  UNIQUE (token_hash)
);
CREATE INDEX sign_in_link_person ON sign_in_link (district, person);
CREATE INDEX sign_in_link_end ON sign_in_link (expires_at);

CREATE TABLE rate_limit (
  bucket    TEXT COLLATE "C" NOT NULL,             -- what is limited and for whom, hashed where it names a person
  starts_at BIGINT NOT NULL,
  used      BIGINT NOT NULL,
  PRIMARY KEY (bucket, starts_at)
);

CREATE TABLE parked_form (
  id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  district    TEXT COLLATE "C" NOT NULL,
  person      TEXT COLLATE "C" NOT NULL,
  path        TEXT NOT NULL,
  body        BYTEA NOT NULL,
  expires_at  BIGINT NOT NULL,
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);

CREATE TABLE api_token (
  token_hash  BYTEA NOT NULL PRIMARY KEY,
  id          TEXT COLLATE "C" NOT NULL,
  district    TEXT COLLATE "C" NOT NULL,
  person      TEXT COLLATE "C" NOT NULL,
  name        TEXT NOT NULL,
  scopes      TEXT NOT NULL,                       -- "read" or "read write"
  created_at  BIGINT NOT NULL,
  expires_at  BIGINT NOT NULL,
  UNIQUE (id),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);
CREATE INDEX api_token_person ON api_token (district, person);

-- +goose Down
DROP TABLE api_token;
DROP TABLE parked_form;
DROP TABLE rate_limit;
DROP TABLE sign_in_link;
DROP TABLE session;
DROP TABLE membership;
DROP TABLE person;
DROP TABLE school;
DROP TABLE district;
