package io.redoubt.server;

import io.redoubt.server.door.Door;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.ResourceHttpMessageConverter;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.function.support.HandlerFunctionAdapter;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;

/// Puts the routes behind the door and serves them. Every bean is named here: nothing is scanned, and no file,
/// variable or system property of the machine configures any of it.
final class Web {

    private static final int HEADER_BYTES = 16 * 1024;
    private static final int CONNECTIONS = 512;
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private Web() {}

    static ServletWebServerApplicationContext open(Door door, Answers answers, RouterFunction<ServerResponse> routes) {
        ServletWebServerApplicationContext context = new ServletWebServerApplicationContext();
        context.setEnvironment(new Unconfigured());
        context.registerBean("server", TomcatServletWebServerFactory.class, Web::tomcat);
        context.registerBean("mapping", RouterFunctionMapping.class, () -> {
            RouterFunctionMapping mapping = new RouterFunctionMapping(routes);
            mapping.setMessageConverters(List.of(
                    new StringHttpMessageConverter(),
                    new ByteArrayHttpMessageConverter(),
                    new ResourceHttpMessageConverter()));
            return mapping;
        });
        context.registerBean("adapter", HandlerFunctionAdapter.class);
        context.registerBean("broken", HandlerExceptionResolver.class, () -> told(answers));
        DispatcherServlet dispatcher = new DispatcherServlet(context);
        context.registerBean("dispatcher", ServletRegistrationBean.class, () -> {
            ServletRegistrationBean<DispatcherServlet> registration = new ServletRegistrationBean<>(dispatcher, "/");
            registration.setLoadOnStartup(1);
            return registration;
        });
        context.registerBean("door", FilterRegistrationBean.class, () -> new FilterRegistrationBean<>(door));
        context.refresh();
        return context;
    }

    private static HandlerExceptionResolver told(Answers answers) {
        return (request, response, _, broke) -> {
            try {
                answers.tell(request, response, broke);
                return new ModelAndView();
            } catch (IOException _) {
                return null;
            }
        };
    }

    private static TomcatServletWebServerFactory tomcat() {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
        factory.setAddress(InetAddress.getLoopbackAddress());
        factory.setRegisterDefaultServlet(false);
        factory.setShutdown(Shutdown.GRACEFUL);
        factory.setDisableMBeanRegistry(true);
        factory.addContextCustomizers(context -> {
            ErrorReportValve plain = new ErrorReportValve();
            plain.setShowReport(false);
            plain.setShowServerInfo(false);
            context.getParent().getPipeline().addValve(plain);
        });
        factory.addConnectorCustomizers(connector -> {
            connector.setXpoweredBy(false);
            connector.setMaxPostSize(0);
            connector.setMaxParameterCount(100);
            if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                http.setExecutor(new VirtualThreadExecutor("console-"));
                http.setMaxConnections(CONNECTIONS);
                http.setMaxHttpRequestHeaderSize(HEADER_BYTES);
                http.setConnectionTimeout((int) SILENCE.toMillis());
                http.setKeepAliveTimeout((int) SILENCE.toMillis());
                http.setMaxSwallowSize(0);
            }
        });
        return factory;
    }

    /// Nothing of the machine is in it.
    private static final class Unconfigured extends StandardEnvironment {

        @Override
        protected void customizePropertySources(MutablePropertySources sources) {}
    }
}
