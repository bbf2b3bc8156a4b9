package com.plexichat.backup.agent.crypto;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;

/// The recovery kit on one A4 page: three QR codes that carry the whole file, the same as lines to
/// type, and what the page is for. It says nothing that the file does not hold under the passphrase
/// but the cluster's name, its fingerprint and the date.
public final class KitPage {
  private static final int CODES = 3;
  private static final int PIXELS_PER_MODULE = 8;

  /// Up to so many lines fit in large type; names in other scripts make more of them.
  private static final int FEW = 32;

  private static final String LARGE = "font-size: 8.8pt; line-height: 1.4;";
  private static final String SMALL = "font-size: 6.8pt; line-height: 1.2;";
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private KitPage() {}

  /// The page as PDF.
  ///
  /// @param fingerprint SHA-256 of the cluster's root certificate
  public static byte[] pdf(byte[] file, String clusterName, byte[] fingerprint, Instant created) {
    XRLog.setLoggingEnabled(false);
    List<String> lines = KitText.lines(file);
    String html =
        template()
            .replace("{typed}", lines.size() <= FEW ? LARGE : SMALL)
            .replace("{codes}", codes(file))
            .replace("{lines}", blocks(lines))
            .replace("{count}", Integer.toString(lines.size()))
            .replace("{created}", DATE.format(created))
            .replace("{fingerprint}", grouped(fingerprint))
            .replace("{cluster}", escaped(clusterName));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PdfRendererBuilder builder = new PdfRendererBuilder();
      builder.useFont(() -> resource(PDDocument.class, FONT), "Kit");
      builder.withProducer("PlexiChat Backup");
      builder.withHtmlContent(html, null);
      builder.toStream(out);
      builder.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// A gap after every seventh line: the eye of who types keeps its place.
  private static String blocks(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(i > 0 && i % 7 == 0 ? "\n" : "").append(lines.get(i)).append('\n');
    }
    return text.toString();
  }

  private static String template() {
    try (InputStream in = resource(KitPage.class, "kit.xhtml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream resource(Class<?> beside, String name) {
    InputStream in = beside.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException("the program was packed without " + name);
    }
    return in;
  }

  private static String codes(byte[] file) {
    StringBuilder html = new StringBuilder();
    List<String> parts = KitText.parts(file, CODES);
    for (int i = 0; i < parts.size(); i++) {
      html.append("<td><img src=\"data:image/png;base64,")
          .append(Base64.getEncoder().encodeToString(png(parts.get(i))))
          .append("\" alt=\"\"/><div class=\"caption\">Code ")
          .append(i + 1)
          .append(" of ")
          .append(CODES)
          .append("</div></td>");
    }
    return html.toString();
  }

  private static byte[] png(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      BitMatrix modules =
          new QRCodeWriter()
              .encode(
                  text,
                  BarcodeFormat.QR_CODE,
                  0,
                  0,
                  Map.of(
                      EncodeHintType.ERROR_CORRECTION,
                      ErrorCorrectionLevel.M,
                      EncodeHintType.MARGIN,
                      4));
      int size = modules.getWidth() * PIXELS_PER_MODULE;
      BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_BINARY);
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          boolean dark = modules.get(x / PIXELS_PER_MODULE, y / PIXELS_PER_MODULE);
          image.setRGB(x, y, dark ? 0 : 0xffffff);
        }
      }
      ImageIO.write(image, "png", out);
    } catch (WriterException e) {
      throw new IllegalStateException("a kit's part fits a QR code", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String grouped(byte[] fingerprint) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < fingerprint.length; i++) {
      text.append(i == 0 || i % 4 != 0 ? "" : " ")
          .append(String.format(Locale.ROOT, "%02x", fingerprint[i]));
    }
    return text.toString();
  }

  private static String escaped(String text) {
    return text.replaceAll("\\p{Cntrl}", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
