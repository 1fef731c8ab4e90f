package io.redoubt.edge.http1;

import io.netty.util.AsciiString;
import io.redoubt.edge.message.BodyLength;
import io.redoubt.edge.message.FieldName;
import io.redoubt.edge.message.Fields;
import io.redoubt.edge.message.Octets;
import io.redoubt.edge.message.RefusedException;
import io.redoubt.edge.message.RequestHead;
import io.redoubt.edge.message.RequestRules;
import io.redoubt.edge.message.ResponseHead;

/// The head of an HTTP/1 response, from its bytes, as strict as that of a request: what a client could read as two
/// responses is not forwarded.
public final class ResponseHeadReader {

    private static final int FIELDS = 200;
    private static final AsciiString CHUNKED = AsciiString.cached("chunked");
    private static final AsciiString CLOSE = AsciiString.cached("close");
    private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");

    private ResponseHeadReader() {}

    /// @param head from the status line to the empty line, both with their ends
    public static ResponseHead read(byte[] head, RequestHead request) throws RefusedException {
        int end = HeadLines.lineEnd(head, 0);
        boolean shaped = end >= 12
                && head[0] == 'H'
                && head[1] == 'T'
                && head[2] == 'T'
                && head[3] == 'P'
                && head[4] == '/'
                && head[5] == '1'
                && head[6] == '.'
                && (head[7] == '0' || head[7] == '1')
                && head[8] == ' '
                && (end == 12 || head[12] == ' ');
        if (!shaped) {
            throw HeadLines.malformed("the status line is not one");
        }
        int status = 0;
        for (int i = 9; i < 12; i++) {
            if (head[i] < '0' || head[i] > '9') {
                throw HeadLines.malformed("the status is no number");
            }
            status = status * 10 + (head[i] - '0');
        }
        for (int i = 12; i < end; i++) {
            if (!Octets.value(head[i])) {
                throw HeadLines.malformed("the reason has a control character");
            }
        }
        if (status < 100) {
            throw HeadLines.malformed("the status is below 100");
        }
        boolean modern = head[7] == '1';
        Fields fields = HeadLines.fields(head, end + 2, FIELDS, FieldName::of);
        long length = bodyLength(status, modern, fields, request);
        boolean open = modern ? !RequestRules.nominates(fields, CLOSE) : RequestRules.nominates(fields, KEEP_ALIVE);
        return new ResponseHead(status, fields, length, open && length != BodyLength.UNTIL_CLOSE);
    }

    private static long bodyLength(int status, boolean modern, Fields fields, RequestHead request)
            throws RefusedException {
        int codings = fields.count(FieldName.TRANSFER_ENCODING);
        int lengths = fields.count(FieldName.CONTENT_LENGTH);
        if (codings + lengths > 1 || (codings > 0 && !modern)) {
            throw HeadLines.malformed("more than one field says where the response ends");
        }
        long length = RequestRules.contentLength(fields);
        AsciiString coding = fields.first(FieldName.TRANSFER_ENCODING);
        if (coding != null && !CHUNKED.contentEqualsIgnoreCase(coding)) {
            throw HeadLines.malformed("the transfer coding is not just chunked");
        }
        if (status < 200 || status == 204 || status == 304 || request.isHead()) {
            return BodyLength.NONE;
        }
        if (coding != null) {
            return BodyLength.STREAMED;
        }
        return length >= 0 ? length : BodyLength.UNTIL_CLOSE;
    }
}
