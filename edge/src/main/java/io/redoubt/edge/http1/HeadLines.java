package io.redoubt.edge.http1;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import io.redoubt.edge.message.FieldName;
import io.redoubt.edge.message.Fields;
import io.redoubt.edge.message.Octets;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.RefusedException;

/// Reads the lines at the head of an HTTP/1 message. A line ends in CRLF and in nothing else; a field has no white
/// space before its colon and no second line (RFC 9112, 2.2, 5.1, 5.2).
final class HeadLines {

    static final int INCOMPLETE = -1;

    private HeadLines() {}

    /// The index behind the empty line, or [#INCOMPLETE].
    ///
    /// @param from where an earlier call ended without finding it
    static int end(ByteBuf in, int from) throws RefusedException {
        int start = in.readerIndex();
        int end = in.writerIndex();
        int at = from;
        while (at < end) {
            int feed = in.indexOf(at, end, (byte) '\n');
            if (feed < 0) {
                return INCOMPLETE;
            }
            if (feed == start || in.getByte(feed - 1) != '\r') {
                throw malformed("a line ends without CRLF");
            }
            if (feed - 3 >= start && in.getByte(feed - 2) == '\n') {
                return feed + 1;
            }
            if (feed - 1 == start) {
                throw malformed("the message begins with an empty line");
            }
            at = feed + 1;
        }
        return INCOMPLETE;
    }

    /// The index of the CR that ends the line.
    static int lineEnd(byte[] head, int from) throws RefusedException {
        for (int i = from; i < head.length; i++) {
            if (head[i] == '\r') {
                if (i + 1 < head.length && head[i + 1] == '\n') {
                    return i;
                }
                throw malformed("CR stands alone");
            }
        }
        throw malformed("the head has no end");
    }

    /// Where a field's name is looked up.
    interface Lookup {
        FieldName of(AsciiString name) throws RefusedException;
    }

    /// The field lines up to the empty one.
    ///
    /// @param from behind the first line
    static Fields fields(byte[] head, int from, int most, Lookup lookup) throws RefusedException {
        Fields fields = new Fields();
        int at = from;
        while (head[at] != '\r') {
            int name = at;
            while (Octets.token(head[at])) {
                at++;
            }
            if (head[at] != ':' || at == name) {
                throw malformed("a field has no plain name before its colon");
            }
            int colon = at++;
            while (Octets.blank(head[at])) {
                at++;
            }
            int value = at;
            while (Octets.value(head[at])) {
                at++;
            }
            if (head[at] != '\r' || head[at + 1] != '\n') {
                throw malformed("a field's value has a control character");
            }
            int end = at;
            while (end > value && Octets.blank(head[end - 1])) {
                end--;
            }
            if (fields.size() == most) {
                throw new RefusedException(Refusal.HEAD_TOO_LARGE, "there are too many fields");
            }
            AsciiString key = new AsciiString(head, name, colon - name, false);
            fields.add(lookup.of(key), key, new AsciiString(head, value, end - value, false));
            at += 2;
        }
        return fields;
    }

    static RefusedException malformed(String why) {
        return new RefusedException(Refusal.MALFORMED, why);
    }
}
