-- What a list of keys shows beside the beginning: the last four characters, and where a key was used last (D-25).
-- Keys that were made before have neither.
alter table api_keys
  add column suffix text check (suffix ~ '^[0-9A-Za-z]{4}$'),
  add column last_used_from text check (length(last_used_from) <= 45);

grant update (last_used_from) on api_keys to tillgate_web, tillgate_worker;
