-- What is to be done when, and which process does it now: the table of db-scheduler, which alone writes it. Nothing in it
-- outlives its need: whoever runs jobs makes them anew, so it is not copied to another store.
CREATE TABLE job (
    task_name            TEXT COLLATE "C" NOT NULL,
    task_instance        TEXT COLLATE "C" NOT NULL,
    task_data            BYTEA,
    execution_time       TIMESTAMPTZ NOT NULL,
    picked               BOOLEAN NOT NULL,
    picked_by            TEXT COLLATE "C",
    last_success         TIMESTAMPTZ,
    last_failure         TIMESTAMPTZ,
    consecutive_failures INTEGER,
    last_heartbeat       TIMESTAMPTZ,
    version              BIGINT NOT NULL,
    priority             SMALLINT,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX job_time ON job (execution_time);
CREATE INDEX job_heartbeat ON job (last_heartbeat);
