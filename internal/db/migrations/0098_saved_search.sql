-- +goose Up

CREATE TABLE saved_search (                        -- what somebody looks for again; for that person alone
  id            TEXT COLLATE "C" NOT NULL,
  district      TEXT COLLATE "C" NOT NULL,
  person        TEXT COLLATE "C" NOT NULL,
  name          TEXT NOT NULL,
  query         TEXT NOT NULL,                     -- as an address asks it: grade=6-8&q=fake+news
  same          BYTEA NOT NULL,                    -- SHA-256 of the query without its order: equal for what finds the same
  in_letter     BOOLEAN NOT NULL,                  -- the weekly email says what is new
  saved_at      BIGINT NOT NULL,
  told_at       BIGINT NOT NULL,                   -- up to when the weekly email has said what is new
  removed_at    BIGINT,                            -- taken away; kept for a while so that it can be put back
  token_hash    BYTEA,                             -- SHA-256 of the secret part of its feed's address; null: it has none
  feed_made_at  BIGINT,
  feed_used_on  TEXT COLLATE "C",                  -- the day on which a reader asked there last
  PRIMARY KEY (district, person, id),
  UNIQUE (district, person, same),
  UNIQUE (token_hash),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);

-- +goose Down
DROP TABLE saved_search;
