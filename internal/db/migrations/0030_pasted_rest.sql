-- +goose Up
CREATE TABLE pasted_rest (                         -- lines of a pasted list that are still to be put right
  district TEXT COLLATE "C" NOT NULL REFERENCES district (id),
  list     TEXT COLLATE "C" NOT NULL CHECK (list IN ('schools', 'people')),
  text     TEXT NOT NULL,
  PRIMARY KEY (district, list)
);

-- +goose Down
DROP TABLE pasted_rest;
