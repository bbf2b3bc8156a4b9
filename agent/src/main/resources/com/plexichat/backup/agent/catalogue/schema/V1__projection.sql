-- What the command log amounts to. Nothing here is of record: the database is made anew from the log.

CREATE TABLE applied (
  id SMALLINT PRIMARY KEY,
  log_index BIGINT NOT NULL,
  log_hash BINARY(32) NOT NULL
);

CREATE TABLE cluster (
  id SMALLINT PRIMARY KEY,
  cluster_id VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  root_certificate VARBINARY NOT NULL,
  recovery_key VARBINARY NOT NULL,
  rebuilt BOOLEAN NOT NULL,
  epoch BIGINT NOT NULL,
  coordinator VARCHAR NOT NULL,
  epoch_grant VARBINARY NOT NULL,
  kit_stored_ms BIGINT NOT NULL,
  kit_stored_by VARCHAR NOT NULL,
  kit_note VARCHAR NOT NULL,
  order_sequence BIGINT NOT NULL
);

CREATE TABLE peer (
  no SMALLINT PRIMARY KEY,
  id CHAR(32) NOT NULL UNIQUE,
  name VARCHAR NOT NULL,
  endpoint VARCHAR NOT NULL,
  enrol_endpoint VARCHAR NOT NULL,
  owner VARCHAR NOT NULL,
  region VARCHAR NOT NULL,
  site VARCHAR NOT NULL,
  state VARCHAR(16) NOT NULL,
  capacity BIGINT NOT NULL,
  sealing_key VARBINARY NOT NULL,
  certificate VARBINARY NOT NULL,
  joined_ms BIGINT NOT NULL,
  certificate_expires_ms BIGINT NOT NULL,
  why VARCHAR NOT NULL,
  copies BIGINT NOT NULL,
  bytes BIGINT NOT NULL,
  pending_bytes BIGINT NOT NULL
);

CREATE TABLE token (
  secret_hash BINARY(32) PRIMARY KEY,
  expires_ms BIGINT NOT NULL,
  uses_left INT NOT NULL,
  person VARCHAR NOT NULL,
  roles VARCHAR NOT NULL,
  owner VARCHAR NOT NULL,
  region VARCHAR NOT NULL,
  site VARCHAR NOT NULL
);

CREATE TABLE person (
  name VARCHAR PRIMARY KEY,
  roles VARCHAR NOT NULL,
  serial VARCHAR NOT NULL,
  joined_ms BIGINT NOT NULL,
  certificate_expires_ms BIGINT NOT NULL,
  key_hash VARBINARY(32) NOT NULL
);

CREATE TABLE vault (
  no SMALLINT PRIMARY KEY,
  id CHAR(32) NOT NULL UNIQUE,
  host CHAR(32) NOT NULL,
  version BIGINT NOT NULL,
  recipients VARCHAR NOT NULL,
  ring VARBINARY NOT NULL
);

CREATE TABLE backup_set (
  no INT PRIMARY KEY,
  name VARCHAR NOT NULL UNIQUE,
  host CHAR(32) NOT NULL,
  spec VARBINARY NOT NULL
);

CREATE TABLE backup (
  no INT PRIMARY KEY,
  id VARCHAR(16) NOT NULL UNIQUE,
  set_no INT NOT NULL,
  counter BIGINT NOT NULL,
  vault_no SMALLINT NOT NULL,
  state VARCHAR(16) NOT NULL,
  host VARCHAR NOT NULL,
  job_id VARCHAR NOT NULL,
  tier VARBINARY NOT NULL,
  created_ms BIGINT NOT NULL,
  -- When nothing keeps it any more: never (0) while it is held or pinned.
  expires_ms BIGINT NOT NULL,
  -- When its retention ends.
  ends_ms BIGINT NOT NULL,
  keeps VARBINARY NOT NULL,
  -- By which job it was pruned (empty: it cannot come back), when, and what it was before.
  pruned_by VARCHAR NOT NULL,
  pruned_ms BIGINT NOT NULL,
  pruned_from VARCHAR(16) NOT NULL,
  closing VARBINARY NOT NULL,
  record_stripe BIGINT NOT NULL,
  -- When its tier ends it, when it was closed, who moved its end last (empty: nobody), and the tier
  -- whose copies are being made for it (empty: none).
  tier_ends_ms BIGINT NOT NULL,
  closed_ms BIGINT NOT NULL,
  moved_by VARCHAR NOT NULL,
  wanted VARBINARY NOT NULL,
  -- Until when nobody can end it, and how long its copies rest before they are deleted; 0: no lock.
  locked_ms BIGINT NOT NULL,
  lock_days INT NOT NULL,
  UNIQUE (set_no, counter)
);
CREATE INDEX backup_record ON backup (record_stripe);

-- Every version of the tiers that people defined; the first ones come with the product.
CREATE TABLE tier (
  name VARCHAR NOT NULL,
  version INT NOT NULL,
  spec VARBINARY NOT NULL,
  at_ms BIGINT NOT NULL,
  made_by VARCHAR NOT NULL,
  why VARCHAR NOT NULL,
  PRIMARY KEY (name, version)
);

-- The lifecycle rules, when people set any: the command.
CREATE TABLE lifecycle (
  id SMALLINT PRIMARY KEY,
  rules VARBINARY NOT NULL
);

-- Every version of the configuration: the command.
CREATE TABLE config (
  version INT PRIMARY KEY,
  act VARBINARY NOT NULL,
  at_ms BIGINT NOT NULL,
  made_by VARCHAR NOT NULL
);

-- One row a stripe; its copies are one value, because they are written and read together (26 rows
-- would be 26 times the writes). Copies: see CopySet. Lengths: see Lengths. Trail: which entries of
-- the log changed the copies, see Trail.
CREATE TABLE stripe (
  no BIGINT PRIMARY KEY,
  high BIGINT NOT NULL,
  low BIGINT NOT NULL,
  vault_no SMALLINT NOT NULL,
  key_epoch INT NOT NULL,
  k SMALLINT NOT NULL,
  m SMALLINT NOT NULL,
  source SMALLINT NOT NULL,
  origin INT NOT NULL,
  first_shard BIGINT NOT NULL,
  present SMALLINT NOT NULL,
  lengths VARBINARY NOT NULL,
  copies VARBINARY NOT NULL,
  trail VARBINARY NOT NULL
);
CREATE INDEX stripe_high ON stripe (high);
CREATE INDEX stripe_origin ON stripe (origin, no);

-- The hashes of a stripe's shards, in order of index; the only table that has them.
CREATE TABLE shard (
  stripe BIGINT PRIMARY KEY,
  names VARBINARY NOT NULL
);

-- From a hash to its stripe, in sorted runs: see ShardRuns.
CREATE TABLE shard_run (
  id BIGINT PRIMARY KEY,
  keys VARBINARY NOT NULL
);

-- Which backups of a set need a stripe: disjoint runs of backup numbers; to_counter −1: open.
CREATE TABLE need (
  set_no INT NOT NULL,
  stripe BIGINT NOT NULL,
  from_counter BIGINT NOT NULL,
  to_counter BIGINT NOT NULL,
  PRIMARY KEY (set_no, stripe, from_counter)
);
CREATE INDEX need_stripe ON need (stripe);

-- Which stripe holds now what a small one held.
CREATE TABLE folded (
  stripe BIGINT PRIMARY KEY,
  into_stripe BIGINT NOT NULL
);

-- Stripes of which the newest tree of a set needs little, and how much, in thousandths.
CREATE TABLE sparse (
  set_no INT NOT NULL,
  stripe BIGINT NOT NULL,
  permille INT NOT NULL,
  PRIMARY KEY (set_no, stripe)
);
CREATE INDEX sparse_stripe ON sparse (stripe);

-- Stripes that no backup takes chunks from any more.
CREATE TABLE vacated (
  stripe BIGINT PRIMARY KEY
);

-- Stripes of which copies lie in the trash: since when, and by which jobs.
CREATE TABLE trash (
  stripe BIGINT NOT NULL,
  job_id VARCHAR NOT NULL,
  since_ms BIGINT NOT NULL,
  PRIMARY KEY (stripe, job_id)
);
CREATE INDEX trash_job ON trash (job_id, stripe);

CREATE TABLE job (
  no BIGINT PRIMARY KEY,
  id VARCHAR NOT NULL UNIQUE,
  kind VARCHAR NOT NULL,
  state VARCHAR(16) NOT NULL,
  ended BOOLEAN NOT NULL,
  entry VARBINARY NOT NULL
);
CREATE INDEX job_ended ON job (ended, no);

-- What runs by itself. closed_ms: the last due time that is done with, or when it was defined or
-- switched; noted_ms: the last that was seen to wait; last_job: the job that it began last.
CREATE TABLE schedule (
  name VARCHAR PRIMARY KEY,
  spec VARBINARY NOT NULL,
  window_name VARCHAR NOT NULL,
  suspended BOOLEAN NOT NULL,
  defined_by VARCHAR NOT NULL,
  defined_ms BIGINT NOT NULL,
  switched_by VARCHAR NOT NULL,
  switched_ms BIGINT NOT NULL,
  closed_ms BIGINT NOT NULL,
  noted_ms BIGINT NOT NULL,
  last_job VARCHAR NOT NULL
);

-- What became of due times, the newest of each schedule; one row a due time, under the entry that told
-- of it first.
CREATE TABLE schedule_run (
  no BIGINT PRIMARY KEY,
  schedule VARCHAR NOT NULL,
  due_ms BIGINT NOT NULL,
  waiting BOOLEAN NOT NULL,
  run VARBINARY NOT NULL
);
CREATE INDEX schedule_run_name ON schedule_run (schedule, no);

CREATE TABLE maintenance_window (
  name VARCHAR PRIMARY KEY,
  spec VARBINARY NOT NULL
);
