-- +goose Up

CREATE TABLE weekly_item (                         -- what a weekly email held, so that it does not come again
  district  TEXT COLLATE "C" NOT NULL,
  person    TEXT COLLATE "C" NOT NULL,
  item      TEXT COLLATE "C" NOT NULL,             -- "resource.0123456789abcdef"
  letter    TEXT COLLATE "C" NOT NULL,
  at        BIGINT NOT NULL,
  PRIMARY KEY (district, person, item, letter),
  FOREIGN KEY (district, person, letter) REFERENCES sent_letter (district, person, letter) ON DELETE CASCADE
);
CREATE INDEX weekly_item_at ON weekly_item (at);
CREATE INDEX weekly_item_letter ON weekly_item (district, person, letter);

CREATE TABLE school_break (                        -- days on which no weekly email goes
  id         TEXT COLLATE "C" NOT NULL,
  district   TEXT COLLATE "C" NOT NULL REFERENCES district (id),
  name       TEXT NOT NULL,
  first_day  TEXT NOT NULL,
  last_day   TEXT NOT NULL CHECK (last_day >= first_day),
  removed    BOOLEAN NOT NULL,                     -- kept so that it can be put back
  PRIMARY KEY (district, id)
);

-- +goose Down
DROP TABLE school_break;
DROP TABLE weekly_item;
