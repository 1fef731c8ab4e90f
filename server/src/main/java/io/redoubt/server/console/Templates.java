package io.redoubt.server.console;

import java.util.Locale;
import java.util.Map;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/// Fills in the pages' templates. What it fills in is escaped, but for the explanation of a control, which is of this
/// release's own documentation.
final class Templates {

    private final SpringTemplateEngine engine = new SpringTemplateEngine();

    Templates() {
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(Templates.class.getClassLoader());
        resolver.setPrefix("io/redoubt/server/console/");
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        engine.setTemplateResolver(resolver);
        engine.setEnableSpringELCompiler(false);
    }

    String render(String template, Map<String, Object> values) {
        return engine.process(template, new Context(Locale.ROOT, values));
    }
}
