-- +goose Up

CREATE TABLE subscription (                        -- a database that the district or one school has
  district    TEXT COLLATE "C" NOT NULL REFERENCES district (id),
  id          TEXT COLLATE "C" NOT NULL,
  school      TEXT COLLATE "C",                    -- null: the whole district has it
  name        TEXT NOT NULL,
  name_key    TEXT COLLATE "C" NOT NULL,           -- folded, for order
  url         TEXT NOT NULL,
  good_for    TEXT NOT NULL,
  way_in      TEXT NOT NULL,                       -- from home, for everyone who sees the page
  inside      TEXT NOT NULL,                       -- what only people of the district read of the way in
  before      TEXT,                                -- the same as JSON before the last change; null: nothing to go back to
  removed_at  BIGINT,
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, school) REFERENCES school (district, id)
);

CREATE TABLE school_page (                         -- what a school's library says of itself
  district    TEXT COLLATE "C" NOT NULL,
  school      TEXT COLLATE "C" NOT NULL,
  asking      TEXT NOT NULL,                       -- what to ask for and how
  before      TEXT NOT NULL,                       -- the same before the last change
  revision    BIGINT NOT NULL,                     -- counts changes, so that two who write at once are told
  PRIMARY KEY (district, school),
  FOREIGN KEY (district, school) REFERENCES school (district, id)
);

-- +goose Down
DROP TABLE school_page;
DROP TABLE subscription;
