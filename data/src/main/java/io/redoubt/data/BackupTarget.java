package io.redoubt.data;

import io.redoubt.policy.Choice;
import io.redoubt.policy.Key;
import io.redoubt.policy.Parsed;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import io.redoubt.policy.Type;
import io.redoubt.policy.Urls;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where backups are kept.
public sealed interface BackupTarget {

    /// A directory, best on another machine's disk.
    record Directory(String path) implements BackupTarget {}

    /// A bucket of S3, or of what speaks like it.
    ///
    /// @param bucket   `bucket` or `bucket/prefix`
    /// @param endpoint where it is, or null for AWS
    record S3(String bucket, String region, @Nullable URI endpoint) implements BackupTarget {

        public Optional<URI> elsewhere() {
            return Optional.ofNullable(endpoint);
        }
    }

    Type<BackupTarget> TYPE =
            Choice.<BackupTarget>of("a target").form("file", Keys.DIRECTORY).form("s3", Keys.BUCKET);

    /// The keys of a target.
    final class Keys {
        private static final Key<String> FILE = Key.required("file", Texts.PATH, "a directory");
        private static final Key<String> S3_BUCKET = Key.required(
                "s3",
                ScalarType.of(
                        "a bucket",
                        "acme-backups/shop",
                        text -> text.length() <= 512
                                        && text.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._/-]*)?")
                                ? Parsed.value(text)
                                : Parsed.wrong(
                                        "is not a bucket", "use BUCKET or BUCKET/PREFIX, such as acme-backups/shop")),
                "`BUCKET` or `BUCKET/PREFIX`");
        private static final Key<String> REGION = Key.of("region", Texts.NAME, "us-east-1", "the region of the bucket");
        private static final Key<URI> ENDPOINT = Key.optional(
                "endpoint",
                Urls.bare("an https URL", "https://s3.example.com", "https"),
                "another service than AWS that speaks S3");

        static final Shape<Directory> DIRECTORY =
                Shape.of("a target", List.of(FILE), values -> new Directory(values.get(FILE)));
        static final Shape<S3> BUCKET = Shape.of(
                "a target",
                List.of(S3_BUCKET, REGION, ENDPOINT),
                values -> new S3(values.get(S3_BUCKET), values.get(REGION), values.orNull(ENDPOINT)));

        private Keys() {}
    }
}
