package io.plumbline.intercept;

import io.plumbline.bootstrap.ConstantPool;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * A type by its class file, of which no more is read than its names: a class is looked at where it
 * is loaded, thousands of them at the host's start.
 */
final class ClassFileType implements HostType {
  private static final int MEMBER_HEAD = 6; // access flags, name, descriptor
  private static final int ATTRIBUTE_HEAD = 6; // name, length

  private final String name;
  private final ClassLoader loader;
  private byte @Nullable [] classFile;
  private @Nullable ClassReader reader;
  private boolean isMissing;

  /**
   * @param loader finds those above it
   * @param classFile null to be looked for, by that loader
   */
  ClassFileType(String name, ClassLoader loader, byte @Nullable [] classFile) {
    this.name = name;
    this.loader = loader;
    this.classFile = classFile;
  }

  @Override
  public String name() {
    return name;
  }

  /** None where its class file is not found: the JVM will not find it either. */
  @Override
  public List<ClassFileType> above() {
    ClassReader file = reader();
    if (file == null) {
      return List.of();
    }
    List<ClassFileType> above = new ArrayList<>();
    if (file.getSuperName() != null) {
      above.add(named(file.getSuperName()));
    }
    for (String each : file.getInterfaces()) {
      above.add(named(each));
    }
    return above;
  }

  private ClassFileType named(String internalName) {
    return new ClassFileType(internalName.replace('/', '.'), loader, null);
  }

  @Override
  public boolean mentions(String[] names) {
    byte[] file = classFile();
    return file == null || ConstantPool.hasAny(file, names);
  }

  @Override
  public boolean mayDeclare(Predicate<String> method) {
    ClassReader file = reader();
    return file == null || declares(file, method);
  }

  /** As of JVMS 4.1: interfaces, then fields, then methods. */
  private static boolean declares(ClassReader file, Predicate<String> method) {
    char[] buffer = new char[file.getMaxStringLength()];
    int at = file.header + 2 * 3; // access flags, this class, superclass
    at += 2 + 2 * file.readUnsignedShort(at);
    int fields = file.readUnsignedShort(at);
    at += 2;
    for (int i = 0; i < fields; i++) {
      at = afterMember(file, at);
    }
    int methods = file.readUnsignedShort(at);
    at += 2;
    for (int i = 0; i < methods; i++) {
      if (method.test(file.readUTF8(at + 2, buffer))) {
        return true;
      }
      at = afterMember(file, at);
    }
    return false;
  }

  private static int afterMember(ClassReader file, int member) {
    int at = member + MEMBER_HEAD;
    int attributes = file.readUnsignedShort(at);
    at += 2;
    for (int i = 0; i < attributes; i++) {
      at += ATTRIBUTE_HEAD + file.readInt(at + 2);
    }
    return at;
  }

  private @Nullable ClassReader reader() {
    byte[] file = classFile();
    if (reader == null && file != null) {
      reader = OpenedClassReader.of(file);
    }
    return reader;
  }

  private byte @Nullable [] classFile() {
    if (classFile == null && !isMissing) {
      classFile = find();
      isMissing = classFile == null;
    }
    return classFile;
  }

  private byte @Nullable [] find() {
    try (InputStream found = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
      return found == null ? null : found.readAllBytes();
    } catch (IOException e) {
      return null;
    }
  }
}
