package io.redoubt.identity;

import io.redoubt.policy.Durations;
import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Reader;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import java.time.Duration;
import java.util.List;

/// The section `authentication`.
///
/// @param refreshToken how long a family of refresh tokens lives at most; each is used once, and reuse ends the family
public record AuthenticationPolicy(
        IdentityProvider provider,
        MultiFactor multiFactor,
        List<Factor> factors,
        int recoveryCodes,
        SessionLimits session,
        Duration accessToken,
        Duration refreshToken) {

    /// Who needs a second factor.
    public enum MultiFactor {
        REQUIRED,
        OPTIONAL
    }

    /// What proves more than a password.
    public enum Factor {
        PASSKEY,
        TOTP
    }

    private static final Key<IdentityProvider> PROVIDER = Key.of(
            "provider",
            IdentityProvider.TYPE,
            "redoubt",
            "`redoubt`, or `{ oidc: URL }` where another signs people in");
    private static final Key<MultiFactor> MULTI_FACTOR = Key.of(
            "multi-factor",
            ScalarType.words("a rule for factors", MultiFactor.values()),
            "required",
            "`required` for everyone, or `optional`");
    private static final Key<List<Factor>> FACTORS = Key.of(
            "factors",
            ListType.of(ScalarType.words("a factor", Factor.values())),
            "[passkey, totp]",
            "which second factors are accepted: `passkey`, `totp`");
    private static final Key<Integer> RECOVERY_CODES = Key.of(
            "recovery-codes",
            Texts.number("a number of codes", 0, 100),
            "10",
            "how many one-time codes a person gets, for when every factor is lost");
    private static final Key<SessionLimits> SESSION =
            Key.of("session", SessionLimits.SHAPE, "{}", "how long one sign-in lasts");
    private static final Key<Duration> ACCESS_TOKEN =
            Key.of("access-token", Durations.TYPE, "15m", "how long an access token lives");
    private static final Key<Duration> REFRESH_TOKEN = Key.of(
            "refresh-token",
            Durations.TYPE,
            "30d",
            "how long a family of refresh tokens lives; each is rotated on use, and reuse ends the family");

    public static final Shape<AuthenticationPolicy> SHAPE = Shape.of(
                    "the section authentication",
                    List.of(PROVIDER, MULTI_FACTOR, FACTORS, RECOVERY_CODES, SESSION, ACCESS_TOKEN, REFRESH_TOKEN),
                    values -> new AuthenticationPolicy(
                            values.get(PROVIDER),
                            values.get(MULTI_FACTOR),
                            values.get(FACTORS),
                            values.get(RECOVERY_CODES),
                            values.get(SESSION),
                            values.get(ACCESS_TOKEN),
                            values.get(REFRESH_TOKEN)))
            .always(AuthenticationPolicy::check);

    public AuthenticationPolicy {
        factors = List.copyOf(factors);
    }

    private static void check(AuthenticationPolicy policy, Origin at, Reader in) {
        boolean tokens = in.sound(at.key("access-token")) && in.sound(at.key("refresh-token"));
        if (tokens && policy.accessToken.compareTo(policy.refreshToken) > 0) {
            in.problem(
                    at.written("access-token", "refresh-token"),
                    "an access token (%s) lives longer than a refresh token (%s)"
                            .formatted(Durations.text(policy.accessToken), Durations.text(policy.refreshToken)),
                    "an access token lives at most as long as a refresh token");
        }
        boolean factors = in.sound(at.key("factors")) && in.sound(at.key("multi-factor"));
        if (factors && policy.factors.isEmpty() && policy.multiFactor == MultiFactor.REQUIRED) {
            in.problem(at.key("factors"), "is empty, and a second factor is required", "write [passkey, totp]");
        }
        for (int i = 1; factors && i < policy.factors.size(); i++) {
            if (policy.factors.subList(0, i).contains(policy.factors.get(i))) {
                in.problem(at.key("factors").item(i), "is in the list already", "remove one of the two");
            }
        }
    }
}
