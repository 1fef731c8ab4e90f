package io.redoubt.tls;

import io.redoubt.control.Row;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.tls.endpoint.AddressScan;
import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Refused;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.HttpAnswer;

/// A control that reads what `GET /` answers inside TLS.
abstract class PageControl extends EndpointControl<Answer<HttpAnswer>> {

    PageControl(Row row, Endpoints endpoints) {
        super(row, endpoints);
    }

    abstract Verdict judge(HttpAnswer page, Context context);

    @Override
    final Answer<HttpAnswer> look(AddressScan address) throws InterruptedException {
        return address.page();
    }

    @Override
    final Verdict judge(Answer<HttpAnswer> seen, Context context) {
        return switch (seen) {
            case Accepted<HttpAnswer>(HttpAnswer page) -> judge(page, context);
            case Refused<HttpAnswer>(String how) -> new Unknown("the handshake is refused (" + how + ")", "");
            case Undetermined<HttpAnswer>(Obstacle _, String why) -> new Unknown(why, "");
        };
    }
}
