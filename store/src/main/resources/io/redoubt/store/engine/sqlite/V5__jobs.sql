-- What is to be done when, and which process does it now: the table of db-scheduler, which alone writes it. Nothing in it
-- outlives its need: whoever runs jobs makes them anew, so it is not copied to another store.
CREATE TABLE job (
    task_name            TEXT    NOT NULL,
    task_instance        TEXT    NOT NULL,
    task_data            BLOB,
    execution_time       INTEGER NOT NULL,
    picked               INTEGER NOT NULL,
    picked_by            TEXT,
    last_success         INTEGER,
    last_failure         INTEGER,
    consecutive_failures INTEGER,
    last_heartbeat       INTEGER,
    version              INTEGER NOT NULL,
    priority             INTEGER,
    PRIMARY KEY (task_name, task_instance)
) STRICT;
CREATE INDEX job_time ON job (execution_time);
CREATE INDEX job_heartbeat ON job (last_heartbeat);
