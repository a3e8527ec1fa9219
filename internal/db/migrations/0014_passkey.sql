-- +goose Up

CREATE TABLE passkey (
  id           TEXT COLLATE "C" NOT NULL,
  district     TEXT COLLATE "C" NOT NULL,
  person       TEXT COLLATE "C" NOT NULL,
  name         TEXT NOT NULL,                      -- as the person calls it
  site         TEXT COLLATE "C" NOT NULL,          -- for which it was made: the host of the address people type
  credential   BYTEA NOT NULL,                     -- names it at the device that holds it
  public_key   BYTEA NOT NULL,
  flags        BIGINT NOT NULL,                    -- of the authenticator, as in WebAuthn
  sign_count   BIGINT NOT NULL,
  created_at   BIGINT NOT NULL,
  removed_at   BIGINT,                             -- opens nothing any more; forgotten after 30 days
  PRIMARY KEY (district, id),
  UNIQUE (credential),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);
CREATE INDEX passkey_person ON passkey (district, person);

CREATE TABLE passkey_request (                     -- a browser is asking a device for a passkey
  token_hash  BYTEA NOT NULL PRIMARY KEY,
  district    TEXT COLLATE "C",                    -- null: somebody at the door
  person      TEXT COLLATE "C",                    -- who adds one
  data        TEXT NOT NULL,                       -- JSON: the challenge and what was asked
  expires_at  BIGINT NOT NULL
);

-- +goose Down
DROP TABLE passkey_request;
DROP TABLE passkey;
