-- outbox_stream (node, stream, seq) answers every question that is asked of it.
DROP INDEX outbox_node;
