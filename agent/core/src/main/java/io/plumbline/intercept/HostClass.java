package io.plumbline.intercept;

import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/** A class of the host as it is loaded: described by its class file, read when it is asked for. */
final class HostClass {
  private final String name;
  private final ClassLoader loader;
  private final byte[] classFile;
  private @Nullable TypePool types;

  HostClass(String name, ClassLoader loader, byte[] classFile) {
    this.name = name;
    this.loader = loader;
    this.classFile = classFile;
  }

  String name() {
    return name;
  }

  ClassLoader loader() {
    return loader;
  }

  ClassFileVersion version() {
    return ClassFileVersion.ofClassFile(classFile);
  }

  /** What it names is found where the host's loader finds it. */
  ClassFileLocator classFiles() {
    return new ClassFileLocator.Compound(
        ClassFileLocator.Simple.of(name, classFile), ClassFileLocator.ForClassLoader.of(loader));
  }

  TypePool types() {
    TypePool known = types;
    if (known == null) {
      known = TypePool.Default.WithLazyResolution.of(classFiles());
      types = known;
    }
    return known;
  }

  /** What costs little to ask. */
  HostType names() {
    return new ClassFileType(name, loader, classFile);
  }

  TypeDescription type() {
    return types().describe(name).resolve();
  }

  @Override
  public String toString() {
    return name;
  }
}
