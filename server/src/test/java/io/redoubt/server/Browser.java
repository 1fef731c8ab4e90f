package io.redoubt.server;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import io.redoubt.testkit.Program;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LoggingPreferences;

/// A real Chromium with a profile of its own.
final class Browser implements AutoCloseable {

    private final ChromeDriver driver;

    /// How it shows a page.
    enum Scheme {
        LIGHT,
        DARK
    }

    /// @param port where `host` on port 443 is served
    Browser(Path profile, String host, int port) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(new Program("chromium", "chromium").path());
        options.setAcceptInsecureCerts(true);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + profile,
                "--host-resolver-rules=MAP " + host + ":443 127.0.0.1:" + port);
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable("browser", Level.ALL);
        options.setCapability("goog:loggingPrefs", logging);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(new File(new Program("chromedriver", "chromium-driver").path()))
                        .build(),
                options);
    }

    ChromeDriver driver() {
        return driver;
    }

    void show(String url, Scheme scheme, int width) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of(
                                "name", "prefers-color-scheme", "value", scheme == Scheme.DARK ? "dark" : "light"))));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
        driver.get(url);
    }

    /// What the page's console says, violations of its policy among it.
    List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /// What axe finds wrong. The newer way opens a blank page of another origin, which these pages have no use for.
    @SuppressWarnings("deprecation")
    List<String> barriers() {
        return new AxeBuilder()
                .setLegacyMode(true).analyze(driver).getViolations().stream()
                        .map(Browser::text)
                        .toList();
    }

    private static String text(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " at "
                + rule.getNodes().stream()
                        .map(node -> node.getTarget() + " " + node.getHtml())
                        .toList();
    }

    /// How much wider than the window the page is.
    long overflow() {
        return (Long) driver.executeScript(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    /// The whole page.
    void shoot(Path file) {
        Object data = driver.executeCdpCommand(
                        "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
                .get("data");
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(String.valueOf(data)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
