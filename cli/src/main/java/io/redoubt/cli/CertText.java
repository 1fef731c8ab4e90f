package io.redoubt.cli;

import io.redoubt.cli.output.CertificatesText;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.tls.CertificateStanding;
import java.time.Instant;
import java.util.List;

/// Certificates as the command line prints them.
final class CertText {

    private CertText() {}

    /// @return the exit status: failed where one is in trouble, or has ended
    static int print(List<CertificateStanding> standings, AtInstance at) {
        Instant now = at.surroundings().clock().instant();
        switch (at.options().format()) {
            case TABLE -> at.out().println(CertificatesText.table(standings, now));
            case JSON -> at.out().print(CertificatesText.json(standings));
            case SARIF, JUNIT, MARKDOWN -> throw new IllegalStateException("refused before");
        }
        boolean failed = standings.stream()
                .anyMatch(each -> each.trouble() != null
                        || (each.notAfter() != null && !each.notAfter().isAfter(now)));
        return failed ? ExitStatus.FAILED.code() : ExitStatus.SOUND.code();
    }
}
