package io.redoubt.edge.forward;

import io.netty.util.AsciiString;
import io.redoubt.edge.message.FieldName;
import io.redoubt.edge.message.Fields;
import io.redoubt.edge.message.RequestRules;
import io.redoubt.edge.message.ResponseHead;

/// The fields of a response as its client gets them: without those between server and edge and those that tell the
/// server's software, cookies mended, security headers added where the server has none. Its framing is not among them.
public final class ResponseFields {

    /// Takes one field after the other.
    public interface Sink {
        void field(AsciiString name, AsciiString value);
    }

    private static final AsciiString HSTS = AsciiString.cached("max-age=31536000");
    private static final AsciiString NOSNIFF = AsciiString.cached("nosniff");
    private static final AsciiString REFERRER = AsciiString.cached("strict-origin-when-cross-origin");
    private static final AsciiString FRAMES = AsciiString.cached("SAMEORIGIN");
    private static final AsciiString ANCESTORS = AsciiString.cached("frame-ancestors 'self'");
    private static final AsciiString FRAME_DIRECTIVE = AsciiString.cached("frame-ancestors");

    private ResponseFields() {}

    public static void write(ResponseHead head, Sink sink) {
        Fields fields = head.fields();
        boolean options = fields.has(FieldName.CONNECTION);
        boolean hsts = false;
        boolean nosniff = false;
        boolean referrer = false;
        boolean frames = false;
        boolean policy = false;
        for (int i = 0; i < fields.size(); i++) {
            FieldName known = fields.known(i);
            AsciiString value = fields.value(i);
            switch (known) {
                case STRICT_TRANSPORT_SECURITY -> hsts = true;
                case X_CONTENT_TYPE_OPTIONS -> nosniff = true;
                case REFERRER_POLICY -> referrer = true;
                case X_FRAME_OPTIONS -> frames = true;
                case CONTENT_SECURITY_POLICY -> {
                    policy = true;
                    frames |= value.contains(FRAME_DIRECTIVE);
                }
                case SET_COOKIE -> value = SetCookie.mended(value);
                default -> {
                    // Nothing to look at.
                }
            }
            boolean forwarded = switch (known.role()) {
                case END_TO_END, CLAIM -> !options || !RequestRules.nominates(fields, fields.name(i));
                case FRAMING, HOP_BY_HOP, TELLTALE -> false;
            };
            if (forwarded) {
                sink.field(fields.name(i), value);
            }
        }
        if (!hsts) {
            sink.field(FieldName.STRICT_TRANSPORT_SECURITY.text(), HSTS);
        }
        if (!nosniff) {
            sink.field(FieldName.X_CONTENT_TYPE_OPTIONS.text(), NOSNIFF);
        }
        if (!referrer) {
            sink.field(FieldName.REFERRER_POLICY.text(), REFERRER);
        }
        if (!frames) {
            sink.field(FieldName.X_FRAME_OPTIONS.text(), FRAMES);
            if (!policy) {
                sink.field(FieldName.CONTENT_SECURITY_POLICY.text(), ANCESTORS);
            }
        }
    }
}
