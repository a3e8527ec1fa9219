-- +goose Up

-- Who wrote at a resource, counted as its versions are stored: a page need not count a thousand of them.
CREATE TABLE head_credit (
  district  TEXT COLLATE "C" NOT NULL,
  resource  TEXT COLLATE "C" NOT NULL,
  author    TEXT COLLATE "C" NOT NULL,
  school    TEXT COLLATE "C" NOT NULL,             -- for which they wrote; empty: for the district
  first     BIGINT NOT NULL,                       -- number of their first version
  versions  BIGINT NOT NULL,
  first_at  BIGINT NOT NULL,
  last_at   BIGINT NOT NULL,
  PRIMARY KEY (district, resource, author, school),
  FOREIGN KEY (district, resource) REFERENCES resource (district, id),
  FOREIGN KEY (district, author) REFERENCES person (district, id)
) /* WITHOUT ROWID */;
INSERT INTO head_credit (district, resource, author, school, first, versions, first_at, last_at)
  SELECT district, resource, author, school, MIN(number), COUNT(*), MIN(at), MAX(at) FROM version GROUP BY district, resource, author, school;
DROP INDEX version_credit;

-- +goose Down
CREATE INDEX version_credit ON version (district, resource, author, school, number, at);
DROP TABLE head_credit;
