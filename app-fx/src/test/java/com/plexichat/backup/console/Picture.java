package com.plexichat.backup.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.image.WritableImage;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/// What a window shows, kept as a file for people who look at it.
public final class Picture {
  private static final Path SHOTS = Path.of("target", "screenshots");

  private Picture() {}

  /// Writes `target/screenshots/NAME.png`, where a name may have folders; quickly rather than
  /// small.
  public static Path write(String name, WritableImage image) {
    Path file = SHOTS.resolve(name + ".png");
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(file);
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(0.9f);
      try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
        writer.setOutput(out);
        writer.write(null, new IIOImage(SwingFXUtils.fromFXImage(image, null), null, null), how);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
  }
}
