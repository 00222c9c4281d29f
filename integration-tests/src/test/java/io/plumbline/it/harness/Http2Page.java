package io.plumbline.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.netty.shaded.io.netty.bootstrap.ServerBootstrap;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2DataFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2HeadersFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers everything that comes over plain HTTP/2 with one page, as a proxy in the way would. */
@SuppressWarnings("FutureReturnValueIgnored") // netty: what fails here fails the test
public final class Http2Page implements AutoCloseable {
  private final EventLoopGroup threads = new NioEventLoopGroup(1);
  private final AtomicInteger requests = new AtomicInteger();
  private final int status;
  private final Answer.Page page;
  private final Channel channel;

  private Http2Page(int port, int status, Answer.Page page) {
    this.status = status;
    this.page = page;
    this.channel =
        new ServerBootstrap()
            .group(threads)
            .channel(NioServerSocketChannel.class)
            .childHandler(new Connections())
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .syncUninterruptibly()
            .channel();
  }

  /**
   * @param port of loopback, free now
   */
  public static Http2Page at(int port, int status, Answer.Page page) {
    return new Http2Page(port, status, page);
  }

  public int requests() {
    return requests.get();
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    threads.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Connections extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel connection) {
      connection
          .pipeline()
          .addLast(Http2FrameCodecBuilder.forServer().build())
          .addLast(new Http2MultiplexHandler(new Streams()));
    }
  }

  private final class Streams extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel stream) {
      stream.pipeline().addLast(new Request());
    }
  }

  private final class Request extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      boolean end =
          frame instanceof Http2HeadersFrame headers
              ? headers.isEndStream()
              : frame instanceof Http2DataFrame data && data.isEndStream();
      ReferenceCountUtil.release(frame);
      if (end) {
        requests.incrementAndGet();
        answer(context);
      }
    }

    private void answer(ChannelHandlerContext context) {
      DefaultHttp2Headers headers = new DefaultHttp2Headers();
      headers.status(String.valueOf(status));
      page.headers().forEach((name, value) -> headers.set(name.toLowerCase(Locale.ROOT), value));
      context.write(new DefaultHttp2HeadersFrame(headers));
      context.writeAndFlush(
          new DefaultHttp2DataFrame(Unpooled.copiedBuffer(page.body(), UTF_8), true));
    }
  }
}
