package io.redoubt.incident;

import io.redoubt.policy.Choice;
import io.redoubt.policy.Confidential;
import io.redoubt.policy.HostName;
import io.redoubt.policy.Key;
import io.redoubt.policy.Parsed;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Type;
import io.redoubt.policy.Urls;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who is told of an incident, and how.
public sealed interface Notifier {

    /// A JSON document is posted.
    ///
    /// @param url   may itself be the credential, and then it is a reference
    /// @param token sent as a bearer token, or null
    record Webhook(Confidential url, @Nullable Confidential token) implements Notifier {

        public Optional<Confidential> bearer() {
            return Optional.ofNullable(token);
        }
    }

    /// A mail is sent.
    ///
    /// @param through the server that takes it, `smtps://host[:port]` or `smtp://host[:port]` with STARTTLS
    record Email(String to, Confidential through) implements Notifier {}

    Type<Notifier> TYPE = Choice.<Notifier>of("a way to tell someone")
            .form("webhook", Keys.WEBHOOK_SHAPE)
            .form("email", Keys.EMAIL_SHAPE);

    /// The keys of a notifier.
    final class Keys {
        private static final Key<Confidential> WEBHOOK = Key.required(
                "webhook",
                Confidential.orLiteral(Urls.of("an https URL", "https://chat.example.com/hook", "https")),
                "an https URL that a JSON document is posted to");
        private static final Key<Confidential> TOKEN =
                Key.optional("token", Confidential.reference("a token"), "sent as a bearer token; only as a reference");
        private static final Key<String> EMAIL = Key.required(
                "email", ScalarType.of("a mail address", "kim@example.com", Keys::mail), "who gets the mail");
        private static final Key<Confidential> THROUGH = Key.required(
                "through",
                Confidential.orLiteral(Urls.of("a mail server", "smtps://mail.example.com:465", "smtps", "smtp")),
                "the server that takes the mail: `smtps://HOST`, or `smtp://HOST` with STARTTLS");

        static final Shape<Webhook> WEBHOOK_SHAPE = Shape.of(
                "a way to tell someone",
                List.of(WEBHOOK, TOKEN),
                values -> new Webhook(values.get(WEBHOOK), values.orNull(TOKEN)));
        static final Shape<Email> EMAIL_SHAPE = Shape.of(
                "a way to tell someone",
                List.of(EMAIL, THROUGH),
                values -> new Email(values.get(EMAIL), values.get(THROUGH)));

        private Keys() {}

        private static Parsed<String> mail(String text) {
            int at = text.lastIndexOf('@');
            boolean shaped = at > 0
                    && at <= 64
                    && text.chars().noneMatch(c -> c <= ' ' || c > '~')
                    && text.indexOf('@') == at
                    && HostName.parse(text.substring(at + 1)) instanceof Parsed.Value<HostName>;
            return shaped
                    ? Parsed.value(text)
                    : Parsed.wrong("is not a mail address", "use one such as kim@example.com");
        }
    }
}
