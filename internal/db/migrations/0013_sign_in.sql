-- +goose Up

ALTER TABLE district ADD COLUMN account_only BOOLEAN NOT NULL DEFAULT FALSE; -- its people come in by their district account and no other way

ALTER TABLE session ADD COLUMN idle_until BIGINT;  -- on a shared computer: when it ends unless it is used; null elsewhere

ALTER TABLE sign_in_link ADD COLUMN by_administrator BOOLEAN NOT NULL DEFAULT FALSE; -- drawn at the command line
ALTER TABLE sign_in_link ADD COLUMN closed_by TEXT COLLATE "C"; -- who took an invitation back

CREATE TABLE district_account (                    -- at a provider of accounts, by which a person comes in
  issuer      TEXT COLLATE "C" NOT NULL,           -- of the provider, as OpenID Connect names it
  subject     TEXT COLLATE "C" NOT NULL,           -- names the account there for good
  district    TEXT COLLATE "C" NOT NULL,
  person      TEXT COLLATE "C" NOT NULL,
  created_at  BIGINT NOT NULL,
  PRIMARY KEY (issuer, subject),
  UNIQUE (district, person, issuer),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);

-- +goose Down
DROP TABLE district_account;
ALTER TABLE sign_in_link DROP COLUMN closed_by;
ALTER TABLE sign_in_link DROP COLUMN by_administrator;
ALTER TABLE session DROP COLUMN idle_until;
ALTER TABLE district DROP COLUMN account_only;
