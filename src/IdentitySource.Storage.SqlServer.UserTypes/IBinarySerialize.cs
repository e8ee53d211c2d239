namespace Microsoft.SqlServer.Server;

/// <summary>A class that is a type of a database and writes itself.</summary>
public interface IBinarySerialize
{
    void Read(BinaryReader r);

    void Write(BinaryWriter w);
}
