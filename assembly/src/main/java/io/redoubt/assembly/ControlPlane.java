package io.redoubt.assembly;

import java.net.InetSocketAddress;

/// The API, the console and the scheduler in the core process. Found by `ServiceLoader`, so that what runs the core and
/// what serves it do not know each other.
public interface ControlPlane {

    /// Starts it, and returns when it answers.
    ///
    /// @param host  the console's own host, as browsers name it, with its port where that is not 443
    Running start(Core core, String host);

    /// What was started.
    interface Running extends AutoCloseable {

        /// Where the edge reaches it: plain HTTP on loopback.
        InetSocketAddress address();

        /// A path on the console's host that lets one browser in, once, within 10 minutes. A secret.
        String oneTimePath();

        /// Ends it when what it was doing is done.
        @Override
        void close();
    }
}
