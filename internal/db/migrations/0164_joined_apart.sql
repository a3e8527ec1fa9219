-- +goose Up

-- Two that were joined were written apart: the version has nothing of its core until something of that is used. Those joined before that was
-- known were taken for made of their core, whose writers then stood in their credit.
UPDATE resource SET core_version = NULL WHERE core_version IS NOT NULL
  AND EXISTS (SELECT 1 FROM joining j WHERE j.district = resource.district AND j.resource = resource.id)
  AND NOT EXISTS (SELECT 1 FROM decision o WHERE o.district = resource.district AND o.resource = resource.id AND o.undone_at IS NULL AND o.head <> o.head_after);

-- +goose Down
SELECT 1; -- nothing to take back: what was there was wrong
